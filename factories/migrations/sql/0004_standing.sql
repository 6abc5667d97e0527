-- Where every project stands at the end of the day `as_of` (day's end in the programme's time zone), as known then.
-- docs/domain.md explains each figure; tests/factories/oracle.py computes the same slowly in Python.
--   planned %   work packages spread evenly over their days, weighted
--   earned      earned schedule (Lipke): the planned days that the verified % is worth
--   pace        earned days a day over the last six verified periods; its spread gives the range and the chance
--   chance      normal approximation of the finish by the year's end; Phi by Bowling et al. (2009), error < 0.00014
-- Unknown is NULL. Silence decays: no verified return for over 25 days is "none", for over 45 days "miss".
--
-- One text, two functions, for two plans (docs/decisions/standing-plans.md): standing_of for a few projects keeps one
-- plan by index, for planning costs ten times the work; standing_many plans by the size of what it is asked.
CREATE OR REPLACE FUNCTION standing_of(as_of date, projects bigint[])
RETURNS SETOF factories_standing
LANGUAGE plpgsql STABLE
SET jit = off
SET plan_cache_mode = force_generic_plan
AS $$
#variable_conflict use_column
DECLARE
    today CONSTANT date := as_of;
    cut CONSTANT timestamptz := (as_of + 1)::timestamp AT TIME ZONE 'Asia/Pyongyang';
    silent_after CONSTANT integer := 25;
    lost_after CONSTANT integer := 45;
    quantile_90 CONSTANT float8 := 1.2816;
BEGIN
RETURN QUERY
WITH scope AS (
    SELECT p.id, make_date(y.year, 12, 31) AS due_on
    FROM factories_factoryproject p
    JOIN factories_countyplan c ON c.id = p.plan_id
    JOIN factories_programyear y ON y.id = c.program_year_id
    WHERE p.id = ANY(projects)
), package AS (
    SELECT w.project_id, w.starts_on - 1 AS s, w.finishes_on AS f, w.weight::float8 AS weight
    FROM factories_workpackage w
    WHERE w.project_id = ANY(projects)
), span AS (
    SELECT project_id, min(s) AS s, max(f) AS f, sum(weight) AS weight,
           100 * sum(weight * LEAST(1, GREATEST(0, (today - s)::float8 / (f - s)))) / sum(weight) AS planned
    FROM package GROUP BY project_id
), bend AS (
    SELECT project_id, s AS d FROM package UNION SELECT project_id, f FROM package
), point AS (
    SELECT b.project_id, b.d,
           round((100 * sum(p.weight * LEAST(1, GREATEST(0, (b.d - p.s)::float8 / (p.f - p.s)))) / sum(p.weight))::numeric,
                 9)::float8 AS percent -- without the noise of sums: at a bend it decides which side of a pause it is
    FROM bend b JOIN package p USING (project_id) GROUP BY b.project_id, b.d
), segment AS (
    SELECT project_id, d AS d0, percent AS p0,
           lead(d) OVER w AS d1, lead(percent) OVER w AS p1
    FROM point WINDOW w AS (PARTITION BY project_id ORDER BY d)
), known AS (
    SELECT r.project_id, r.id, r.period_id, q.ends_on, r.version, r.percent::float8 AS percent, r.pace, r.slowed_since,
           COALESCE(r.verified_at < cut, false) AS verified, COALESCE(r.accepted_at < cut, false) AS accepted
    FROM factories_statusreturn r JOIN factories_reportingperiod q ON q.id = r.period_id
    WHERE r.submitted_at < cut AND (r.returned_at IS NULL OR r.returned_at >= cut)
      AND r.project_id = ANY(projects)
), claimed AS (
    SELECT DISTINCT ON (project_id) * FROM known ORDER BY project_id, ends_on DESC, version DESC
), verified AS (
    SELECT *, row_number() OVER (PARTITION BY project_id ORDER BY ends_on DESC) AS n
    FROM (SELECT DISTINCT ON (project_id, ends_on) * FROM known WHERE verified
          ORDER BY project_id, ends_on, version DESC) v
), accepted AS (
    SELECT project_id, max(ends_on) AS ends_on FROM known WHERE accepted GROUP BY project_id
), unfinished AS (
    SELECT project_id, max(ends_on) AS ends_on FROM verified WHERE percent < 100 GROUP BY project_id
), finished AS (
    SELECT v.project_id, min(v.ends_on) AS ends_on
    FROM verified v LEFT JOIN unfinished u USING (project_id)
    WHERE v.percent >= 100 AND (u.ends_on IS NULL OR v.ends_on > u.ends_on) GROUP BY v.project_id
), earned AS (
    SELECT v.project_id, v.n, v.ends_on,
           CASE WHEN v.percent >= 100 THEN span.f - span.s
                WHEN v.percent <= 0 THEN 0
                ELSE g.d0 - span.s + (v.percent - g.p0) / (g.p1 - g.p0) * (g.d1 - g.d0) END AS days
    FROM verified v
    JOIN span USING (project_id)
    LEFT JOIN segment g ON g.project_id = v.project_id AND g.p0 < v.percent AND v.percent <= g.p1
    WHERE v.n <= 7
), gain AS (
    SELECT project_id, days - lag(days) OVER w AS earned, ends_on - lag(ends_on) OVER w AS elapsed
    FROM earned WINDOW w AS (PARTITION BY project_id ORDER BY ends_on)
), recent AS (
    SELECT project_id, count(earned)::float8 AS k, sum(earned) / sum(elapsed) AS pace,
           stddev_samp(earned / elapsed) AS spread
    FROM gain GROUP BY project_id
), moving AS (
    SELECT e.project_id, e.ends_on, e.days AS earned, span.f - span.s - e.days AS rest,
           CASE WHEN e.ends_on > span.s THEN e.days / (e.ends_on - span.s) END AS spi,
           GREATEST(r.k, 1) AS k,
           CASE WHEN r.k > 0 THEN r.pace WHEN e.ends_on > span.s THEN e.days / (e.ends_on - span.s) END AS pace,
           CASE WHEN r.k > 1 THEN r.spread END AS spread
    FROM earned e JOIN span USING (project_id) JOIN recent r USING (project_id)
    WHERE e.n = 1
), course AS (
    SELECT *, CASE WHEN pace > 0 THEN GREATEST(COALESCE(spread, 0.5 * pace), 0.2 * pace) END AS sd
    FROM moving
), band AS (
    SELECT *, quantile_90 * sd * sqrt(1 / k + 1 / GREATEST(rest / pace / 10, 1)) AS half
    FROM course WHERE pace > 0 AND rest / pace <= 3650
), forecast AS (
    SELECT project_id,
           GREATEST(today, ends_on + ceil(round((rest / pace)::numeric, 9))::integer) AS on_,
           GREATEST(today, ends_on + ceil(round((rest / (pace + half))::numeric, 9))::integer) AS early_on,
           GREATEST(today, ends_on + ceil(round((rest / GREATEST(pace - half, 0.2 * pace))::numeric, 9))::integer) AS late_on
    FROM band
), outlook AS (
    SELECT c.project_id, c.ends_on, scope.due_on - c.ends_on AS left_days,
           CASE WHEN c.sd > 0 AND scope.due_on > c.ends_on
                THEN GREATEST(-8, LEAST(8, (c.pace * (scope.due_on - c.ends_on) - c.rest)
                     / sqrt(10 * (scope.due_on - c.ends_on) * c.sd ^ 2 + ((scope.due_on - c.ends_on) * c.sd) ^ 2 / c.k)))
           END AS z
    FROM course c JOIN scope ON scope.id = c.project_id
), odds AS (
    SELECT project_id,
           CASE WHEN left_days <= 0 THEN 0
                WHEN z IS NOT NULL THEN 1 / (1 + exp(-1.5976 * z - 0.07056 * z ^ 3)) END AS chance
    FROM outlook
), original AS (
    SELECT project_id, finishes_on FROM factories_baseline
    WHERE number = 0 AND approved_at < cut AND project_id = ANY(projects)
), approved AS (
    SELECT DISTINCT ON (project_id) project_id, finishes_on, number
    FROM factories_baseline
    WHERE approved_at < cut AND project_id = ANY(projects) ORDER BY project_id, number DESC
), cause AS (
    SELECT DISTINCT ON (c.project_id) c.project_id, d.cause, d.days_lost
    FROM claimed c JOIN factories_delay d ON d.status_return_id = c.id
    ORDER BY c.project_id, d.days_lost DESC, d.cause
), figure AS (
    SELECT scope.id, scope.due_on, span.s AS begins_after, span.planned,
           original.finishes_on AS original_on, approved.finishes_on AS approved_on, approved.number AS moved,
           f.on_ AS forecast_on, f.early_on, f.late_on, finished.ends_on AS finished_on,
           claimed.percent AS claimed, claimed.period_id AS claimed_period, claimed.pace AS site_pace, claimed.slowed_since,
           latest.percent AS verified, latest.period_id AS verified_period, latest.ends_on AS verified_on,
           course.earned, CASE WHEN course.spi > 99 THEN 99 ELSE course.spi END AS spi,
           CASE WHEN course.pace > 99 THEN 99 WHEN course.pace < -99 THEN -99 ELSE course.pace END AS pace,
           CASE WHEN finished.ends_on IS NULL AND today <= scope.due_on THEN odds.chance END AS chance,
           GREATEST(0, today - COALESCE(latest.ends_on, LEAST(span.s, today))) AS silent,
           CASE WHEN accepted.ends_on IS NOT NULL THEN GREATEST(0, today - accepted.ends_on) END AS accepted_age,
           cause.cause, cause.days_lost,
           COALESCE(finished.ends_on, GREATEST(f.on_, CASE WHEN today > approved.finishes_on THEN today END),
                    CASE WHEN today > approved.finishes_on THEN today END) AS ends_on
    FROM scope
    LEFT JOIN span ON span.project_id = scope.id
    LEFT JOIN original ON original.project_id = scope.id
    LEFT JOIN approved ON approved.project_id = scope.id
    LEFT JOIN claimed ON claimed.project_id = scope.id
    LEFT JOIN verified latest ON latest.project_id = scope.id AND latest.n = 1
    LEFT JOIN accepted ON accepted.project_id = scope.id
    LEFT JOIN finished ON finished.project_id = scope.id
    LEFT JOIN course ON course.project_id = scope.id
    LEFT JOIN forecast f ON f.project_id = scope.id AND finished.ends_on IS NULL
    LEFT JOIN odds ON odds.project_id = scope.id
    LEFT JOIN cause ON cause.project_id = scope.id
)
SELECT
    f.id, today, f.due_on, f.original_on, f.approved_on, f.forecast_on,
    CASE WHEN f.forecast_on IS NOT NULL THEN f.early_on END, CASE WHEN f.forecast_on IS NOT NULL THEN f.late_on END,
    f.finished_on,
    f.planned::numeric(5, 2), f.claimed::numeric(5, 2), f.verified::numeric(5, 2),
    f.earned::numeric(7, 2), f.spi::numeric(6, 3), f.pace::numeric(7, 4),
    f.chance::numeric(4, 3),
    f.ends_on - f.original_on, f.ends_on - f.approved_on,
    CASE WHEN f.begins_after IS NOT NULL AND today > f.begins_after THEN f.silent END, f.accepted_age,
    CASE WHEN f.finished_on IS NOT NULL THEN 'done'
         ELSE (ARRAY['ok', 'watch', 'risk', 'none', 'miss'])[1 + COALESCE(why.level, 0)] END::varchar(5),
    COALESCE(why.reasons, '[]'::jsonb),
    f.claimed_period, f.verified_period,
    -- in the order in which the table got its columns
    NULL::integer, NULL::integer, NULL::integer, NULL::integer, NULL::integer, NULL::integer,
    NULL::numeric(16, 2), NULL::numeric(16, 2), NULL::numeric(16, 2), NULL::numeric(16, 2),
    NULL::date, NULL::numeric(5, 2), ''::varchar(20), NULL::date, NULL::integer
FROM figure f
CROSS JOIN LATERAL ( -- judged by the figures as they are shown
    SELECT round(f.claimed::numeric, 2) - round(f.verified::numeric, 2) AS claimed,
           round(f.planned::numeric, 2) - round(f.verified::numeric, 2) AS planned
) gap
CROSS JOIN LATERAL (
    SELECT max(level) AS level, jsonb_agg(reason ORDER BY level DESC, place) AS reasons
    FROM (VALUES
        (1, 0, f.finished_on IS NOT NULL, jsonb_build_object('code', 'finished', 'on', f.finished_on)),
        (2, 3, f.finished_on IS NULL AND f.begins_after IS NULL, jsonb_build_object('code', 'no_plan')),
        (3, 3, today <= f.begins_after AND f.claimed IS NULL,
            jsonb_build_object('code', 'not_begun', 'on', f.begins_after + 1)),
        (4, 4, f.finished_on IS NULL AND today > f.due_on,
            jsonb_build_object('code', 'overdue', 'on', f.due_on, 'days', today - f.due_on)),
        (5, 4, f.finished_on IS NULL AND today > f.begins_after AND f.silent > lost_after,
            jsonb_build_object('code', 'lost', 'days', f.silent)),
        (6, 3, f.finished_on IS NULL AND today > f.begins_after AND f.silent > silent_after AND f.silent <= lost_after,
            jsonb_build_object('code', 'silent', 'days', f.silent)),
        (7, 3, f.verified IS NULL AND today > f.begins_after AND f.silent <= silent_after,
            jsonb_build_object('code', 'nothing_verified')),
        (8, CASE WHEN round(f.chance::numeric, 3) < 0.2 THEN 4 WHEN round(f.chance::numeric, 3) < 0.6 THEN 2 ELSE 1 END,
            f.finished_on IS NULL AND today <= f.due_on AND round(f.chance::numeric, 3) < 0.9,
            jsonb_build_object('code', 'chance', 'percent', round(100 * f.chance::numeric), 'on', f.forecast_on)),
        (9, 2, f.finished_on IS NULL AND f.verified IS NOT NULL AND COALESCE(f.pace, 0) <= 0,
            jsonb_build_object('code', 'no_progress')),
        (10, 1, f.finished_on IS NULL AND f.forecast_on > f.approved_on,
            jsonb_build_object('code', 'after_approved', 'days', f.forecast_on - f.approved_on, 'on', f.approved_on)),
        (11, 2, f.finished_on IS NULL AND f.site_pace = 'stopped',
            jsonb_build_object('code', 'stopped', 'on', f.slowed_since)),
        (12, 1, f.finished_on IS NULL AND f.site_pace = 'slower',
            jsonb_build_object('code', 'slower', 'on', f.slowed_since)),
        (13, 1, gap.claimed > 10, jsonb_build_object('code', 'claim_gap', 'points', round(gap.claimed, 1))),
        (14, 1, f.finished_on IS NULL AND gap.planned > 10,
            jsonb_build_object('code', 'behind', 'points', round(gap.planned, 1))),
        (15, 0, f.moved > 0 AND f.approved_on > f.original_on,
            jsonb_build_object('code', 'moved', 'days', f.approved_on - f.original_on, 'times', f.moved)),
        (16, 0, f.finished_on IS NULL AND f.days_lost > 0,
            jsonb_build_object('code', 'delay', 'cause', f.cause, 'days', f.days_lost))
    ) AS rule (place, level, holds, reason)
    WHERE holds
) why;
END
$$;

DO $$
BEGIN
    EXECUTE replace(pg_get_functiondef('standing_of(date, bigint[])'::regprocedure), 'standing_of(', 'standing_many(');
END
$$;
ALTER FUNCTION standing_many(date, bigint[]) SET plan_cache_mode = force_custom_plan;
ALTER FUNCTION standing_many(date, bigint[]) SET enable_nestloop = off;

-- The standings of `only_projects`, of all without them.
CREATE OR REPLACE FUNCTION standing(as_of date, only_projects bigint[] DEFAULT NULL)
RETURNS SETOF factories_standing
LANGUAGE plpgsql STABLE
AS $$
BEGIN
    IF cardinality(only_projects) <= 10 THEN
        RETURN QUERY SELECT * FROM standing_of(as_of, only_projects);
    ELSE
        RETURN QUERY SELECT * FROM standing_many(
            as_of, COALESCE(only_projects, ARRAY(SELECT id FROM factories_factoryproject)));
    END IF;
END
$$;
