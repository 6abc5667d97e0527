-- Where every project stands at the end of the day `as_of` (day's end in the programme's time zone), as known then.
-- docs/domain.md explains each figure; tests/factories/oracle.py computes the same slowly in Python.
--   planned %   work packages spread evenly over their days, weighted
--   earned      earned schedule (Lipke): the planned days that the verified % is worth
--   pace        earned days a day over the last six verified periods; its spread gives the range and the chance
--   cover       what is on site against what the work still to do needs, and what arrives before it is due
--   raw cover   what the bases that feed a factory are expected to yield this year against its need at full capacity
--   counts      all the months looked at are reported and their utilisation is enough, month by month since it operates
--   chance      normal approximation of the finish by the year's end; Phi by Bowling et al. (2009), error < 0.00014
-- Unknown is NULL. Silence decays: no verified return for over 25 days is "none", for over 45 days "miss".
--
-- Every month of every project of `projects` that operates, as looked at on the day by which its return is to be verified
-- (told_on), by what is known at the end of `as_of` and the thresholds of the programme year as they are now: of the last
-- so many months, those due since it operates and those reported, their utilisation, and whether it counts from that day.
CREATE OR REPLACE FUNCTION counting_months(as_of date, projects bigint[])
RETURNS TABLE (project_id bigint, ends_on date, told_on date, begins_on date, production_return_id bigint, due integer,
               reported integer, utilisation numeric, enough integer, counts boolean)
LANGUAGE sql STABLE ROWS 10
AS $$
WITH made AS ( -- what stands for each month: the latest version verified
    SELECT DISTINCT ON (r.project_id, q.ends_on) r.project_id, r.id, q.ends_on, r.output_t AS output
    FROM factories_productionreturn r JOIN factories_reportingperiod q ON q.id = r.period_id
    CROSS JOIN (SELECT (as_of + 1)::timestamp AT TIME ZONE 'Asia/Pyongyang' AS cut) known
    WHERE r.verified_at < cut AND (r.returned_at IS NULL OR r.returned_at >= cut) AND r.project_id = ANY(projects)
    ORDER BY r.project_id, q.ends_on, r.version DESC
), opened AS (
    SELECT g.project_id, (g.at AT TIME ZONE 'Asia/Pyongyang')::date AS operates_since, p.capacity_t_year AS capacity,
           y.utilisation_percent::integer AS enough, y.production_months::integer AS months,
           y.production_grace_days::integer AS grace
    FROM factories_gatepass g
    JOIN factories_factoryproject p ON p.id = g.project_id
    JOIN factories_countyplan c ON c.id = p.plan_id
    JOIN factories_programyear y ON y.id = c.program_year_id
    WHERE g.gate = 'operate' AND g.at < (as_of + 1)::timestamp AT TIME ZONE 'Asia/Pyongyang' AND g.project_id = ANY(projects)
), month AS ( -- each from the one in which it began to operate to the last that is to be verified by now
    SELECT o.*, (m.first_on + interval '1 month' - interval '1 day')::date AS ends_on
    FROM opened o
    CROSS JOIN LATERAL generate_series(
        date_trunc('month', o.operates_since::timestamp),
        date_trunc('month', (as_of - o.grace + 1)::timestamp) - interval '1 month', interval '1 month') m (first_on)
), tally AS ( -- all since it operates; what a month can hold is capacity × its days / the days of its year
    SELECT t.*, made.id, row_number() OVER w AS n, count(made.id) OVER w AS reported, sum(made.output) OVER w AS output,
           sum(CASE WHEN made.id IS NOT NULL AND NOT leap THEN days ELSE 0 END) OVER w AS days,
           sum(CASE WHEN made.id IS NOT NULL AND leap THEN days ELSE 0 END) OVER w AS leap_days
    FROM month t
    LEFT JOIN made ON made.project_id = t.project_id AND made.ends_on = t.ends_on
    CROSS JOIN LATERAL (
        SELECT extract(day FROM t.ends_on)::integer AS days,
               extract(doy FROM make_date(extract(year FROM t.ends_on)::integer, 12, 31)) = 366 AS leap
    ) d
    WINDOW w AS (PARTITION BY t.project_id ORDER BY t.ends_on)
), looked AS ( -- at the end of each month the last so many; one division, so that a tie is rounded as one
    SELECT t.*, LEAST(n, months)::integer AS due,
           (reported - COALESCE(lag(reported, months) OVER w, 0))::integer AS of_these,
           round(100 * (output - COALESCE(lag(output, months) OVER w, 0)) * 365 * 366
                 / NULLIF(capacity * (366 * (days - COALESCE(lag(days, months) OVER w, 0))
                                      + 365 * (leap_days - COALESCE(lag(leap_days, months) OVER w, 0))), 0),
                 1) AS utilisation
    FROM tally t WINDOW w AS (PARTITION BY t.project_id ORDER BY t.ends_on)
)
SELECT project_id, ends_on, ends_on + grace,
       GREATEST((date_trunc('month', ends_on::timestamp) - (months - 1) * interval '1 month')::date, operates_since),
       id, due, of_these, CASE WHEN utilisation > 9999.9 THEN 9999.9 ELSE utilisation END, enough,
       due = months AND of_these = months AND COALESCE(utilisation >= enough, false)
FROM looked
$$;

-- One text, two functions, for two plans (docs/decisions/standing-plans.md): standing_of for a few projects keeps one
-- plan by index, for planning costs ten times the work; standing_many plans by the size of what it is asked.
CREATE OR REPLACE FUNCTION standing_of(as_of date, projects bigint[])
RETURNS SETOF factories_standing
LANGUAGE plpgsql STABLE
SET jit = off
SET join_collapse_limit = 1
SET enable_seqscan = off
SET plan_cache_mode = force_generic_plan
AS $$
#variable_conflict use_column
DECLARE
    today CONSTANT date := as_of;
    cut CONSTANT timestamptz := (as_of + 1)::timestamp AT TIME ZONE 'Asia/Pyongyang';
    silent_after CONSTANT integer := 25;
    lost_after CONSTANT integer := 45;
    quantile_90 CONSTANT float8 := 1.2816;
    short_within CONSTANT integer := 60; -- days ahead in which a shortage is told
    cover_at_most CONSTANT integer := 365;
    inspected_within CONSTANT integer := 45; -- days for which an inspection is held against the claim of its day
    this_year CONSTANT integer := extract(year FROM as_of);
    prepared_within CONSTANT integer := 90; -- days before the finish from which raw material and workers are asked for
    quality_at_least CONSTANT integer := 90; -- % of the batches checked
    at_the_committee CONSTANT integer := 3; -- the level of a request on the committee's agenda
BEGIN
RETURN QUERY
WITH scope AS (
    SELECT p.id, make_date(y.year, 12, 31) AS due_on, p.budget, p.currency, p.capacity_t_year AS capacity, t.norms,
           y.cover_percent, y.utilisation_percent AS enough
    FROM factories_factoryproject p
    JOIN factories_factorytype t ON t.id = p.factory_type_id
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
           jsonb_array_length(r.warnings) AS warnings,
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
), told AS ( -- the return that stands for each period; what belongs to returns is read by their keys, never as a whole
    SELECT DISTINCT ON (project_id, ends_on) id, project_id FROM known ORDER BY project_id, ends_on, version DESC
), inspected AS (
    SELECT DISTINCT ON (project_id) project_id, percent, visited_on
    FROM factories_inspection
    WHERE at < cut AND percent IS NOT NULL AND project_id = ANY(projects)
    ORDER BY project_id, visited_on DESC, at DESC, id DESC
), said_then AS ( -- the claim that stood at the end of the day of the visit
    SELECT DISTINCT ON (i.project_id) i.project_id, r.percent::float8 AS claimed
    FROM inspected i
    JOIN factories_statusreturn r ON r.project_id = i.project_id
    JOIN factories_reportingperiod q ON q.id = r.period_id
    CROSS JOIN LATERAL (SELECT (i.visited_on + 1)::timestamp AT TIME ZONE 'Asia/Pyongyang' AS cut) visit
    WHERE r.submitted_at < visit.cut AND (r.returned_at IS NULL OR r.returned_at >= visit.cut)
      AND q.starts_on <= i.visited_on AND r.project_id = ANY(projects)
    ORDER BY i.project_id, q.ends_on DESC, r.version DESC
), step AS (
    SELECT DISTINCT ON (t.finding_id) t.finding_id, t.step
    FROM factories_finding n JOIN factories_findingstep t ON t.finding_id = n.id
    WHERE t.at < cut AND n.project_id = ANY(projects)
    ORDER BY t.finding_id, t.at DESC, t.id DESC
), finding AS (
    SELECT n.inspection_id, n.severity, COALESCE(step.step <> 'closed', true) AS open,
           n.due_on < today AND COALESCE(step.step NOT IN ('resolved', 'closed'), true) AS overdue, n.due_on
    FROM factories_finding n LEFT JOIN step ON step.finding_id = n.id
    WHERE n.project_id = ANY(projects)
), found AS (
    SELECT i.project_id, count(n.open) FILTER (WHERE n.open) AS open,
           count(n.open) FILTER (WHERE n.open AND n.severity = 'critical') AS critical,
           count(n.open) FILTER (WHERE n.overdue) AS overdue, min(n.due_on) FILTER (WHERE n.overdue) AS due_on
    FROM factories_inspection i LEFT JOIN finding n ON n.inspection_id = i.id
    WHERE i.at < cut AND i.project_id = ANY(projects) GROUP BY i.project_id
), allocated AS (
    SELECT e.project_id, sum(e.amount) AS amount
    FROM factories_fundallocation e JOIN scope ON scope.id = e.project_id AND scope.currency = e.currency
    WHERE e.at < cut AND NOT e.withdrawn AND e.project_id = ANY(projects)
      AND NOT EXISTS (SELECT FROM factories_fundallocation l
                      WHERE l.replaces_id = e.id AND l.at < cut AND l.project_id = ANY(projects))
    GROUP BY e.project_id
), disbursed AS (
    SELECT e.project_id, sum(e.amount) AS amount
    FROM factories_disbursement e JOIN scope ON scope.id = e.project_id AND scope.currency = e.currency
    WHERE e.at < cut AND NOT e.withdrawn AND e.project_id = ANY(projects)
      AND NOT EXISTS (SELECT FROM factories_disbursement l
                      WHERE l.replaces_id = e.id AND l.at < cut AND l.project_id = ANY(projects))
    GROUP BY e.project_id
), committed AS (
    SELECT e.project_id, sum(e.amount) AS amount
    FROM factories_commitment e JOIN scope ON scope.id = e.project_id AND scope.currency = e.currency
    WHERE e.at < cut AND NOT e.withdrawn AND e.project_id = ANY(projects)
      AND NOT EXISTS (SELECT FROM factories_commitment l
                      WHERE l.replaces_id = e.id AND l.at < cut AND l.project_id = ANY(projects))
    GROUP BY e.project_id
), spent AS (
    SELECT t.project_id, sum(x.amount) AS amount
    FROM told t JOIN factories_expenditure x ON x.status_return_id = t.id
    WHERE x.status_return_id = ANY(ARRAY(SELECT id FROM told)) GROUP BY t.project_id
), needed AS (
    SELECT project_id, sum(quantity) AS pieces, count(*) FILTER (WHERE level < reference_level) AS below
    FROM factories_equipmentitem WHERE project_id = ANY(projects) GROUP BY project_id
), installed AS (
    SELECT c.project_id, sum(l.installed) AS pieces
    FROM claimed c JOIN factories_equipmentline l ON l.status_return_id = c.id
    WHERE l.status_return_id = ANY(ARRAY(SELECT id FROM claimed)) GROUP BY c.project_id
), demand AS ( -- what the work claimed has used of it, and what the rest of the work package still needs
    SELECT d.project_id, d.material_id, GREATEST(d.needed_by, today) AS due_on,
           d.quantity * COALESCE(l.percent, 0) * 0.01 AS used, d.quantity * (100 - COALESCE(l.percent, 0)) * 0.01 AS rest
    FROM factories_materialdemand d
    LEFT JOIN claimed c ON c.project_id = d.project_id
    LEFT JOIN factories_progressline l ON l.status_return_id = c.id AND l.package_id = d.package_id
                                      AND l.status_return_id = ANY(ARRAY(SELECT id FROM claimed))
    WHERE d.project_id = ANY(projects)
), due AS (
    SELECT project_id, material_id, due_on, sum(sum(rest)) OVER (PARTITION BY project_id, material_id ORDER BY due_on) AS need
    FROM demand GROUP BY project_id, material_id, due_on
), received AS (
    SELECT t.project_id, r.material_id, r.supplier_id, r.waybill, r.quantity
    FROM told t JOIN factories_delivery r ON r.status_return_id = t.id
    WHERE r.status_return_id = ANY(ARRAY(SELECT id FROM told))
), stock AS (
    SELECT project_id, material_id, GREATEST(0, sum(change)) AS quantity
    FROM (SELECT project_id, material_id, -used AS change FROM demand
          UNION ALL SELECT project_id, material_id, quantity FROM received) c
    GROUP BY project_id, material_id
), purchase AS (
    SELECT e.project_id, e.chain, e.material_id, e.quantity, e.promised_on
    FROM factories_materialorder e
    WHERE e.at < cut AND NOT e.withdrawn AND e.project_id = ANY(projects)
      AND NOT EXISTS (SELECT FROM factories_materialorder l
                      WHERE l.replaces_id = e.id AND l.at < cut AND l.project_id = ANY(projects))
), sent AS (
    SELECT e.project_id, o.chain, o.material_id, o.supplier_id, e.waybill, e.quantity, e.expected_on
    FROM factories_dispatch e JOIN factories_materialorder o ON o.id = e.order_id
    WHERE e.at < cut AND NOT e.withdrawn AND e.project_id = ANY(projects)
      AND NOT EXISTS (SELECT FROM factories_dispatch l
                      WHERE l.replaces_id = e.id AND l.at < cut AND l.project_id = ANY(projects))
), arrival AS ( -- what comes late counts only if it was sent
    SELECT s.project_id, s.material_id, GREATEST(s.expected_on, today + 1) AS on_, s.quantity
    FROM sent s
    WHERE NOT EXISTS (SELECT FROM received r WHERE r.project_id = s.project_id
                      AND r.supplier_id = s.supplier_id AND r.waybill = s.waybill)
    UNION ALL
    SELECT o.project_id, o.material_id, o.promised_on, o.quantity - COALESCE(s.quantity, 0)
    FROM purchase o LEFT JOIN (SELECT chain, sum(quantity) AS quantity FROM sent GROUP BY chain) s USING (chain)
    WHERE o.promised_on > today AND o.quantity > COALESCE(s.quantity, 0)
), balance AS (
    SELECT d.project_id, d.material_id, d.due_on, d.need > s.quantity AS bare,
           d.need - s.quantity - COALESCE(sum(a.quantity), 0) AS missing
    FROM due d
    JOIN stock s ON s.project_id = d.project_id AND s.material_id = d.material_id
    LEFT JOIN arrival a ON a.project_id = d.project_id AND a.material_id = d.material_id AND a.on_ <= d.due_on
    GROUP BY d.project_id, d.material_id, d.due_on, d.need, s.quantity
), cover AS (
    SELECT project_id, LEAST(cover_at_most, min(due_on) FILTER (WHERE bare) - today) AS days
    FROM balance GROUP BY project_id
), short AS (
    SELECT DISTINCT ON (b.project_id) b.project_id, b.due_on, b.missing, m.code, m.name_en, m.name_ko, m.unit
    FROM balance b JOIN factories_material m ON m.id = b.material_id
    WHERE b.missing > 0 AND b.due_on <= today + short_within ORDER BY b.project_id, b.due_on, m.code
), feed AS ( -- the bases that feed these factories, and what each yields a year as it is now
    SELECT l.project_id, l.share_percent, b.id AS base_id, b.material, b.season,
           COALESCE(b.area_ha * b.yield_t_ha, b.capacity_t_year) AS yearly
    FROM factories_supplylink l JOIN factories_rawmaterialbase b ON b.id = l.base_id
    WHERE l.project_id = ANY(projects)
), harvest AS (
    SELECT e.base_id, e.quarter, sum(e.harvested_t - e.losses_t) AS net
    FROM factories_basereturn e
    WHERE e.at < cut AND NOT e.withdrawn AND e.year = this_year AND e.base_id = ANY(ARRAY(SELECT base_id FROM feed))
      AND NOT EXISTS (SELECT FROM factories_basereturn l
                      WHERE l.replaces_id = e.id AND l.at < cut AND l.base_id = ANY(ARRAY(SELECT base_id FROM feed)))
    GROUP BY e.base_id, e.quarter
), supply AS ( -- of this year: reported where it was reported, else by the season; unknown while a quarter is
    SELECT f.project_id, f.base_id, f.material, f.share_percent,
           CASE WHEN count(v.net) = 4 THEN f.share_percent * sum(v.net) END AS share
    FROM feed f
    CROSS JOIN generate_series(1, 4) q (quarter)
    LEFT JOIN harvest h ON h.base_id = f.base_id AND h.quarter = q.quarter
    CROSS JOIN LATERAL (
        SELECT COALESCE(h.net, f.yearly * ((f.season->>(3 * q.quarter - 3))::numeric
                                           + (f.season->>(3 * q.quarter - 2))::numeric
                                           + (f.season->>(3 * q.quarter - 1))::numeric)) AS net
    ) v
    GROUP BY f.project_id, f.base_id, f.material, f.share_percent
), raw_need AS (
    SELECT scope.id AS project_id, n.key AS material, n.value::numeric * scope.capacity AS need,
           COALESCE(scope.norms->'names_ko'->>n.key, n.key) AS name_ko
    FROM scope CROSS JOIN LATERAL jsonb_each_text(scope.norms->'raw_material_t_per_t') n
    WHERE n.value::numeric * scope.capacity > 0
), raw AS ( -- nothing linked is nothing; linked to bases of which nothing is known is unknown
    SELECT n.project_id, n.material, n.name_ko,
           CASE WHEN count(s.base_id) = 0 THEN 0
                WHEN sum(s.share) / n.need > 99999 THEN 99999
                ELSE round(sum(s.share) / n.need, 1) END AS percent
    FROM raw_need n LEFT JOIN supply s ON s.project_id = n.project_id AND s.material = n.material
    GROUP BY n.project_id, n.material, n.name_ko, n.need
), least AS ( -- of those of which it is known
    SELECT DISTINCT ON (project_id) * FROM raw WHERE percent IS NOT NULL ORDER BY project_id, percent, material
), post AS (
    SELECT scope.id AS project_id, t.key AS trade,
           ceil(t.value::numeric * scope.capacity / (scope.norms->>'capacity_t_year')::numeric) AS posts
    FROM scope CROSS JOIN LATERAL jsonb_each_text(scope.norms->'trades') t
    WHERE scope.capacity IS NOT NULL AND (scope.norms->>'capacity_t_year')::numeric > 0
), trained AS (
    SELECT DISTINCT ON (e.project_id, e.trade_id) e.project_id, t.code, e.certified - e."left" AS workers
    FROM factories_trainingreturn e JOIN factories_trade t ON t.id = e.trade_id
    WHERE e.at < cut AND e."on" <= today AND NOT e.withdrawn AND e.project_id = ANY(projects)
      AND NOT EXISTS (SELECT FROM factories_trainingreturn l
                      WHERE l.replaces_id = e.id AND l.at < cut AND l.project_id = ANY(projects))
    ORDER BY e.project_id, e.trade_id, e."on" DESC, e.at DESC, e.id DESC
), staff AS ( -- too many of one trade do not fill the posts of another
    SELECT p.project_id, sum(p.posts) AS needed, sum(LEAST(t.workers, p.posts)) FILTER (WHERE t.code IS NOT NULL) AS certified
    FROM post p LEFT JOIN trained t ON t.project_id = p.project_id AND t.code = p.trade
    GROUP BY p.project_id
), opened AS (
    SELECT project_id, min((at AT TIME ZONE 'Asia/Pyongyang')::date) FILTER (WHERE gate = 'commission') AS commissioned_on,
           min((at AT TIME ZONE 'Asia/Pyongyang')::date) FILTER (WHERE gate = 'operate') AS operates_since
    FROM factories_gatepass WHERE at < cut AND project_id = ANY(projects) GROUP BY project_id
), made AS ( -- what stands for each month: the latest version verified
    SELECT DISTINCT ON (r.project_id, q.ends_on) r.project_id, r.id, q.ends_on
    FROM factories_productionreturn r JOIN factories_reportingperiod q ON q.id = r.period_id
    WHERE r.verified_at < cut AND (r.returned_at IS NULL OR r.returned_at >= cut) AND r.project_id = ANY(projects)
    ORDER BY r.project_id, q.ends_on, r.version DESC
), judged AS MATERIALIZED (
    SELECT * FROM counting_months(as_of, projects)
), turned AS (
    SELECT project_id, max(told_on) FILTER (WHERE counts) AS held_on, max(told_on) FILTER (WHERE NOT counts) AS not_on
    FROM judged GROUP BY project_id
), spell AS (
    SELECT project_id, min(told_on) FILTER (WHERE counts AND told_on > COALESCE(not_on, '-infinity')) AS since,
           min(told_on) FILTER (WHERE NOT counts AND told_on > held_on) AS fell_out_on
    FROM judged JOIN turned USING (project_id) GROUP BY project_id
), lately AS (
    SELECT DISTINCT ON (project_id) * FROM judged ORDER BY project_id, ends_on DESC
), quality AS (
    SELECT l.project_id, 100 * sum(p.batches_passed)::numeric / NULLIF(sum(p.batches_checked), 0) AS percent
    FROM lately l
    JOIN made ON made.project_id = l.project_id AND made.ends_on BETWEEN l.begins_on AND l.ends_on
    JOIN factories_productline p ON p.production_return_id = made.id
    WHERE p.batches_passed IS NOT NULL AND p.production_return_id = ANY(ARRAY(
        SELECT made.id FROM made JOIN lately l USING (project_id) WHERE made.ends_on BETWEEN l.begins_on AND l.ends_on))
    GROUP BY l.project_id
), fell AS ( -- the months for which it fell out
    SELECT j.project_id, j.told_on, j.due - j.reported AS missing, j.utilisation, j.begins_on, j.ends_on
    FROM judged j JOIN spell ON spell.project_id = j.project_id AND spell.fell_out_on = j.told_on
), stood_still AS (
    SELECT DISTINCT ON (f.project_id) f.project_id, d.cause
    FROM fell f
    JOIN made ON made.project_id = f.project_id AND made.ends_on BETWEEN f.begins_on AND f.ends_on
    JOIN factories_downtime d ON d.production_return_id = made.id
    WHERE d.production_return_id = ANY(ARRAY(
        SELECT made.id FROM made JOIN fell f USING (project_id) WHERE made.ends_on BETWEEN f.begins_on AND f.ends_on))
    GROUP BY f.project_id, d.cause ORDER BY f.project_id, sum(d.hours) DESC, d.cause
), production AS (
    SELECT scope.id, scope.cover_percent, scope.enough,
           least.percent AS cover, least.material, least.name_ko,
           staff.needed AS posts, staff.certified,
           opened.commissioned_on, opened.operates_since, produced.ends_on AS produced_until,
           CASE WHEN opened.operates_since IS NOT NULL THEN COALESCE(lately.reported, 0) END AS reported,
           lately.due - lately.reported AS missing, lately.utilisation, round(quality.percent, 1) AS quality,
           spell.since, CASE WHEN spell.since IS NULL THEN spell.fell_out_on END AS fell_out_on,
           fell.utilisation AS fell_with, fell.missing AS fell_without, stood_still.cause AS stood_still
    FROM scope
    LEFT JOIN least ON least.project_id = scope.id
    LEFT JOIN staff ON staff.project_id = scope.id
    LEFT JOIN opened ON opened.project_id = scope.id
    LEFT JOIN (SELECT project_id, max(ends_on) AS ends_on FROM made GROUP BY project_id) produced
        ON produced.project_id = scope.id
    LEFT JOIN lately ON lately.project_id = scope.id
    LEFT JOIN quality ON quality.project_id = scope.id
    LEFT JOIN spell ON spell.project_id = scope.id
    LEFT JOIN fell ON fell.project_id = scope.id
    LEFT JOIN stood_still ON stood_still.project_id = scope.id
), request AS ( -- as it stood: its last step but climbing, how high it had climbed, who owed it
    SELECT r.id, r.project_id, r.asked_on, r.due_on,
           (array_agg(t.step ORDER BY t.at DESC, t.id DESC) FILTER (WHERE t.step <> 'escalated'))[1] AS step,
           COALESCE((array_agg(t.level ORDER BY t.at DESC, t.id DESC) FILTER (WHERE t.level IS NOT NULL))[1], 0) AS level,
           COALESCE((array_agg(t.owed_by_id ORDER BY t.at DESC, t.id DESC) FILTER (WHERE t.owed_by_id IS NOT NULL))[1],
                    r.owed_by_id) AS owed_by_id
    FROM committees_request r JOIN committees_requeststep t ON t.request_id = r.id
    WHERE r.project_id = ANY(projects) AND t.at < cut
    GROUP BY r.id
), held_up AS ( -- those that wait too long, by project
    SELECT project_id, count(*) AS requests, max(level) AS level, today - min(asked_on) AS days,
           (array_agg(owed_by_id ORDER BY asked_on, id))[1] AS owed_by_id
    FROM request
    WHERE step IN ('asked', 'promised', 'declined', 'disputed', 'passed') AND (due_on < today OR level > 0)
    GROUP BY project_id
), blocked AS (
    SELECT h.*, o.name_en, o.name_ko
    FROM held_up h JOIN committees_organization o ON o.id = h.owed_by_id
), building AS (
    SELECT scope.id, scope.currency,
           round(inspected.percent, 2) AS inspected, inspected.visited_on AS inspected_on, said_then.claimed AS claimed_then,
           found.open AS findings, found.critical, found.overdue, found.due_on AS finding_due_on,
           allocated.amount AS allocated, disbursed.amount AS disbursed, committed.amount AS committed,
           spent.amount AS spent, scope.budget,
           needed.pieces AS needed, needed.below, installed.pieces AS installed,
           cover.days AS cover, short.due_on AS short_on, round(short.missing, 2) AS missing, short.unit,
           short.code AS material, short.name_en, short.name_ko,
           blocked.requests, blocked.level AS climbed, blocked.days AS waited, blocked.name_en AS body_en,
           blocked.name_ko AS body_ko
    FROM scope
    LEFT JOIN inspected ON inspected.project_id = scope.id
    LEFT JOIN said_then ON said_then.project_id = scope.id
    LEFT JOIN found ON found.project_id = scope.id
    LEFT JOIN allocated ON allocated.project_id = scope.id
    LEFT JOIN disbursed ON disbursed.project_id = scope.id
    LEFT JOIN committed ON committed.project_id = scope.id
    LEFT JOIN spent ON spent.project_id = scope.id
    LEFT JOIN needed ON needed.project_id = scope.id
    LEFT JOIN installed ON installed.project_id = scope.id
    LEFT JOIN cover ON cover.project_id = scope.id
    LEFT JOIN short ON short.project_id = scope.id
    LEFT JOIN blocked ON blocked.project_id = scope.id
), figure AS (
    SELECT scope.id, scope.due_on, span.s AS begins_after, span.planned,
           original.finishes_on AS original_on, approved.finishes_on AS approved_on, approved.number AS moved,
           f.on_ AS forecast_on, f.early_on, f.late_on, finished.ends_on AS finished_on,
           claimed.percent AS claimed, claimed.period_id AS claimed_period, claimed.pace AS site_pace, claimed.slowed_since,
           claimed.warnings,
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
    CASE WHEN f.finished_on IS NULL THEN b.cover END,
    b.below::integer, b.installed::integer, b.needed::integer, b.critical::integer, b.findings::integer,
    b.allocated::numeric(16, 2), b.committed::numeric(16, 2), b.disbursed::numeric(16, 2), b.spent::numeric(16, 2),
    b.inspected_on, b.inspected::numeric(5, 2),
    COALESCE(CASE WHEN f.finished_on IS NULL THEN b.material END, '')::varchar(20),
    CASE WHEN f.finished_on IS NULL THEN b.short_on END, f.warnings,
    o.commissioned_on, o.since, o.since IS NOT NULL, o.fell_out_on, o.reported::integer, o.operates_since,
    o.produced_until, o.quality::numeric(4, 1), o.cover::numeric(6, 1), COALESCE(o.material, '')::varchar(60),
    o.utilisation::numeric(5, 1), o.certified::integer, o.posts::integer
FROM figure f
JOIN building b ON b.id = f.id
JOIN production o ON o.id = f.id
CROSS JOIN LATERAL ( -- judged by the figures as they are shown
    SELECT round(f.claimed::numeric, 2) - round(f.verified::numeric, 2) AS claimed,
           round(f.planned::numeric, 2) - round(f.verified::numeric, 2) AS planned,
           CASE WHEN today - b.inspected_on <= inspected_within
                THEN round(b.claimed_then::numeric, 2) - b.inspected END AS inspected,
           f.finished_on IS NOT NULL OR f.approved_on - today <= prepared_within AS prepares
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
            jsonb_build_object('code', 'delay', 'cause', f.cause, 'days', f.days_lost)),
        (17, 2, b.critical > 0, jsonb_build_object('code', 'critical_finding', 'count', b.critical)),
        (18, 2, gap.inspected > 10,
            jsonb_build_object('code', 'inspected_gap', 'claimed', round(b.claimed_then::numeric, 1),
                               'inspected', round(b.inspected, 1), 'on', b.inspected_on)),
        (19, CASE WHEN b.short_on <= today + 30 THEN 2 ELSE 1 END, f.finished_on IS NULL AND b.short_on IS NOT NULL,
            jsonb_build_object('code', 'shortage', 'on', b.short_on, 'material', b.material, 'name_en', b.name_en,
                               'name_ko', b.name_ko, 'missing', b.missing, 'unit', b.unit)),
        (20, 2, b.spent > b.allocated,
            jsonb_build_object('code', 'over_allocated', 'amount', b.spent - b.allocated, 'currency', b.currency)),
        (21, 1, b.spent > b.disbursed,
            jsonb_build_object('code', 'overspent', 'amount', b.spent - b.disbursed, 'currency', b.currency)),
        (22, 1, f.finished_on IS NULL AND today > f.begins_after AND b.allocated < 0.5 * b.budget,
            jsonb_build_object('code', 'underfunded', 'percent', round(100 * b.allocated / b.budget))),
        (23, 1, b.overdue > 0,
            jsonb_build_object('code', 'finding_overdue', 'count', b.overdue, 'on', b.finding_due_on)),
        (24, 1, b.below > 0, jsonb_build_object('code', 'below_reference', 'count', b.below)),
        (25, 1, f.finished_on IS NULL AND f.warnings >= 3,
            jsonb_build_object('code', 'warnings', 'count', f.warnings)),
        (26, 1, gap.prepares AND o.cover < o.cover_percent,
            jsonb_build_object('code', 'raw_cover', 'percent', o.cover, 'threshold', o.cover_percent,
                               'material', o.material, 'name_en', o.material, 'name_ko', o.name_ko)),
        (27, 1, gap.prepares AND COALESCE(o.certified, 0) < o.posts,
            jsonb_build_object('code', 'posts_open', 'certified', o.certified, 'needed', o.posts)),
        (28, 2, o.fell_out_on IS NOT NULL,
            jsonb_build_object('code', 'fell_out', 'on', o.fell_out_on, 'percent', o.fell_with,
                               'months', o.fell_without, 'cause', o.stood_still)),
        (29, 1, o.utilisation < o.enough,
            jsonb_build_object('code', 'low_utilisation', 'percent', o.utilisation, 'threshold', o.enough)),
        (30, 1, o.missing > 0, jsonb_build_object('code', 'production_silent', 'months', o.missing)),
        (31, 1, o.quality < quality_at_least, jsonb_build_object('code', 'quality', 'percent', o.quality)),
        (32, CASE WHEN b.climbed >= at_the_committee THEN 2 ELSE 1 END, b.requests > 0,
            jsonb_build_object('code', 'blocked', 'count', b.requests, 'days', b.waited, 'body_en', b.body_en,
                               'body_ko', b.body_ko))
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
ALTER FUNCTION standing_many(date, bigint[]) RESET enable_seqscan;

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
