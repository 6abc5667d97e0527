-- What is searched, folded so that it is found however it is spelt. docs/search.md gives the rules.
-- All folds end in ASCII: trigrams then do not hang on the server's locale. Letters are small, jamo are capitals.

-- Hangul falls into its jamo, one capital each: ㄱG ㄴN ㄷD ㄹR ㅁM ㅂB ㅅS ㅇX ㅈJ ㅊC ㅋK ㅌT ㅍP ㅎH
-- ㅏA ㅑY ㅓO ㅕQ ㅗW ㅛV ㅜU ㅠF ㅡZ ㅣI ㅐL ㅔE; what is typed with two strokes is two letters.
CREATE FUNCTION search_jamo(words text) RETURNS text LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
    two CONSTANT text[] := ARRAY['ᄁGG', 'ᄄDD', 'ᄈBB', 'ᄊSS', 'ᄍJJ', 'ᅪWA', 'ᅫWL', 'ᅬWI', 'ᅯUO', 'ᅰUE', 'ᅱUI', 'ᅴZI',
        'ᅤYI', 'ᅨQI', 'ᆩGG', 'ᆪGS', 'ᆬNJ', 'ᆭNH', 'ᆰRG', 'ᆱRM', 'ᆲRB', 'ᆳRS', 'ᆴRT', 'ᆵRP', 'ᆶRH', 'ᆹBS', 'ᆻSS'];
    one text;
BEGIN
    IF words !~ '[\u1100-\u11ff]' THEN
        RETURN words;
    END IF;
    words := translate(words, 'ᅡᅣᅥᅧᅩᅭᅮᅲᅳᅵᅢᅦᄀᄂᄃᄅᄆᄇᄉᄋᄌᄎᄏᄐᄑᄒᆨᆫᆮᆯᆷᆸᆺᆼᆽᆾᆿᇀᇁᇂ', 'AYOQWVUFZILEGNDRMBSXJCKTPHGNDRMBSXJCKTPH');
    FOREACH one IN ARRAY two LOOP
        words := replace(words, left(one, 1), right(one, 2));
    END LOOP;
    RETURN words;
END $$;

-- The words as they are written: a blank before each, small letters without accents, hyphens and apostrophes; jamo.
CREATE FUNCTION search_fold(words text) RETURNS text LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
BEGIN
    words := lower(normalize(words, NFKD));
    words := regexp_replace(words, '[\u0300-\u036f''`´‘’ʼ‐‑-]', '', 'g');
    words := regexp_replace(words, '[\u0001-/:-@\[-`{-\u00bf×÷\u2000-\u206f\u3000-\u303f]+', ' ', 'g');
    RETURN search_jamo(' ' || btrim(words));
END $$;

-- Hangul in Latin letters, one for each jamo, as the North spells it.
CREATE FUNCTION search_roman(words text) RETURNS text LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
    two CONSTANT text[] := ARRAY['ᅣya', 'ᅤye', 'ᅧyo', 'ᅨye', 'ᅪwa', 'ᅫwe', 'ᅭyo', 'ᅯwo', 'ᅰwe', 'ᅱwi', 'ᅲyu', 'ᅴui', 'ᆼng'];
    one text;
BEGIN
    FOREACH one IN ARRAY two LOOP
        words := replace(words, left(one, 1), right(one, 2));
    END LOOP;
    RETURN translate(words,
        'ᅡᅢᅥᅦᅩᅬᅮᅳᅵᄀᄁᄂᄃᄄᄅᄆᄇᄈᄉᄊᄌᄍᄎᄏᄐᄑᄒᆨᆩᆪᆫᆬᆭᆮᆯᆰᆱᆲᆳᆴᆵᆶᆷᆸᆹᆺᆻᆽᆾᆿᇀᇁᄋᇂ',
        'aeoeoouuikknttrmppssjjjktphkkknnntrkmrrrprmppttttktp');
END $$;

-- Latin letters so that spellings of one name are one: McCune-Reischauer, Revised, the North's, with and without signs.
CREATE FUNCTION search_alike(words text) RETURNS text LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
BEGIN
    words := replace(replace(replace(replace(words, 'eo', 'o'), 'eu', 'u'), 'ae', 'e'), 'oe', 'o');
    words := translate(words, 'gqdbflcz', 'kktpprjj');
    words := regexp_replace(regexp_replace(words, '([ktpsj])h', '\1', 'g'), 'tj', 'j', 'g');
    RETURN replace(regexp_replace(words, '([kptsjr])\1+', '\1', 'g'), 'yi', 'i');
END $$;

-- A name with the first sounds and endings of the South: 룡천 룡 becomes 용, 은률 률 becomes 율. Takes what NFKD gives.
CREATE FUNCTION search_south(words text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT regexp_replace(regexp_replace(regexp_replace(words,
        '(^|[^ᄀ-ᇿ])[ᄂᄅ]([ᅣᅤᅧᅨᅭᅲᅵ])', '\1ᄋ\2', 'g'),
        '(^|[^ᄀ-ᇿ])ᄅ', '\1ᄂ', 'g'),
        '([ᅡ-ᅵᆫ])ᄅ([ᅧᅲ]ᆯ)', '\1ᄋ\2', 'g')
$$;

-- A name as it is said: 락랑 as 랑낭, 송림 as 송님, 신락 as 실락. Takes what NFKD gives.
CREATE FUNCTION search_said(words text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT regexp_replace(regexp_replace(regexp_replace(regexp_replace(regexp_replace(words,
        '[ᆨᆩᆪᆰᆿ](?=[ᄂᄅᄆ])', 'ᆼ', 'g'), '[ᆸᆹᇁ](?=[ᄂᄅᄆ])', 'ᆷ', 'g'), '([ᆼᆷ])ᄅ', '\1ᄂ', 'g'),
        'ᆫᄅ|ᆯᄂ', 'ᆯᄅ', 'g'), '[ᆮᆺᆻᆽᆾᇀ](?=[ᄂᄆ])', 'ᆫ', 'g')
$$;

-- The key of what is asked for: its Latin letters and its Hangul alike.
CREATE FUNCTION search_sound(words text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT search_alike(regexp_replace(search_fold(search_roman(normalize(words, NFKD))), '[A-Z]', '', 'g'))
$$;

-- The keys of a name in every spelling, and the first consonants of its words in capitals.
CREATE FUNCTION search_sounds(english text, korean text) RETURNS text LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
    jamo text := normalize(coalesce(korean, ''), NFKD);
    first text := search_fold(regexp_replace(jamo, '[\u1161-\u11ff]', '', 'g'));
BEGIN
    RETURN (SELECT coalesce(string_agg(DISTINCT key, ''), '')
        FROM unnest(ARRAY[search_sound(coalesce(english, '')), search_sound(jamo), search_sound(search_said(jamo)),
            search_sound(search_south(jamo)), search_sound(search_said(search_south(jamo))), regexp_replace(first, '[a-z0-9]', '', 'g')]) AS key WHERE key <> ' ');
END $$;

-- What there is to find of one kind. `named`: it is a name, which is found by its sound too; `rest` is searched, not shown.
CREATE FUNCTION search_source(what text, ids bigint[]) RETURNS TABLE (
    object_id bigint, code text, label_en text, label_ko text, also text, rest text, named boolean, dated_on date,
    county_id bigint, province_id bigint
) LANGUAGE plpgsql STABLE AS $$
BEGIN
    CASE what
    WHEN 'province' THEN RETURN QUERY
        SELECT p.id, p.code::text, p.name_en::text, p.name_ko::text, '', '', true, NULL::date, NULL::bigint, p.id
        FROM factories_province p WHERE p.id = ANY (ids);
    WHEN 'county' THEN RETURN QUERY
        SELECT c.id, c.code::text, c.name_en::text, c.name_ko::text, '', c.kind::text, true, NULL::date, c.id, c.province_id
        FROM factories_county c WHERE c.id = ANY (ids);
    WHEN 'project' THEN RETURN QUERY
        SELECT p.id, p.code::text, t.name_en || ', ' || c.name_en, t.name_ko || ', ' || c.name_ko, '', t.code::text, true,
            NULL::date, c.id, c.province_id
        FROM factories_factoryproject p JOIN factories_factorytype t ON t.id = p.factory_type_id
        JOIN factories_countyplan l ON l.id = p.plan_id JOIN factories_county c ON c.id = l.county_id
        WHERE p.id = ANY (ids);
    WHEN 'body' THEN RETURN QUERY
        SELECT o.id, o.code::text, o.name_en::text, o.name_ko::text, coalesce(
            (SELECT string_agg(concat_ws(', ', f.name_en, nullif(f.name_ko, '')), ', ' ORDER BY f.until DESC, f.id)
             FROM committees_formername f WHERE f.organization_id = o.id), ''),
            '', true, NULL::date, o.county_id, coalesce(o.province_id, c.province_id)
        FROM committees_organization o LEFT JOIN factories_county c ON c.id = o.county_id WHERE o.id = ANY (ids);
    WHEN 'decision' THEN RETURN QUERY
        SELECT d.id, d.number::text, d.text, '', '', '', false, d.made_on, NULL::bigint, NULL::bigint
        FROM committees_decision d WHERE d.id = ANY (ids);
    WHEN 'request' THEN RETURN QUERY
        SELECT r.id, r.number::text, r.what::text, '', '', r.details, true, r.asked_on, c.id, c.province_id
        FROM committees_request r LEFT JOIN factories_factoryproject p ON p.id = r.project_id
        LEFT JOIN factories_countyplan l ON l.id = p.plan_id
        LEFT JOIN factories_county c ON c.id = coalesce(r.county_id, l.county_id) WHERE r.id = ANY (ids);
    WHEN 'guidance' THEN RETURN QUERY
        SELECT g.id, g.number::text, g.title::text, '', '', g.text, true, g.written_on, c.id, c.province_id
        FROM committees_guidancenote g LEFT JOIN factories_factoryproject p ON p.id = g.project_id
        LEFT JOIN factories_countyplan l ON l.id = p.plan_id
        LEFT JOIN factories_county c ON c.id = coalesce(g.county_id, l.county_id) WHERE g.id = ANY (ids);
    WHEN 'meeting' THEN RETURN QUERY
        SELECT m.id, m.number::text, o.name_en::text, o.name_ko::text, m.place::text, to_char(m.held_on, 'YYYY-MM-DD'), true,
            m.held_on, NULL::bigint, NULL::bigint
        FROM committees_meeting m JOIN committees_committee c ON c.id = m.committee_id
        JOIN committees_organization o ON o.id = c.organization_id WHERE m.id = ANY (ids);
    WHEN 'visit' THEN RETURN QUERY
        SELECT v.id, '', v.seen, '', '', '', false, v.visited_on, c.id, c.province_id
        FROM committees_visit v JOIN factories_county c ON c.id = v.county_id WHERE v.id = ANY (ids);
    WHEN 'document' THEN RETURN QUERY
        SELECT d.id, '', d.name::text, '', '', '', true, d.at::date, c.id, c.province_id
        FROM factories_document d JOIN factories_factoryproject p ON p.id = d.project_id
        JOIN factories_countyplan l ON l.id = p.plan_id JOIN factories_county c ON c.id = l.county_id
        WHERE d.id = ANY (ids);
    WHEN 'attachment' THEN RETURN QUERY
        SELECT a.id, '', a.name::text, '', '', '', true, a.at::date, NULL::bigint, NULL::bigint
        FROM committees_attachment a WHERE a.id = ANY (ids);
    END CASE;
END $$;

-- Write the entries of some objects of one kind anew; what stays as it was is not written. A bar parts number, names and
-- the rest: what stands between two bars is the whole of one of them.
CREATE FUNCTION search_refresh(what text, ids bigint[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO committees_searchentry AS kept
        (kind, object_id, code, label_en, label_ko, also, folded, sound, dated_on, county_id, province_id)
    SELECT what, s.object_id, s.code, left(s.label_en, 300), left(s.label_ko, 300), s.also,
        left(concat('|', search_fold(s.code), '|', search_fold(s.label_en), '|', search_fold(s.label_ko), '|',
            nullif(search_fold(search_south(normalize(s.label_ko, NFKD))), search_fold(s.label_ko)), '|',
            search_fold(s.also), search_fold(s.rest), '|'), 4000),
        CASE WHEN s.named THEN search_sounds(concat_ws(' ', s.label_en, s.also),
            concat_ws(' ', s.label_ko, s.also, CASE WHEN s.label_ko = '' THEN s.label_en END)) ELSE '' END,
        s.dated_on, s.county_id, s.province_id
    FROM search_source(what, ids) s
    ON CONFLICT (kind, object_id) DO UPDATE SET
        code = excluded.code, label_en = excluded.label_en, label_ko = excluded.label_ko, also = excluded.also,
        folded = excluded.folded, sound = excluded.sound, dated_on = excluded.dated_on,
        county_id = excluded.county_id, province_id = excluded.province_id
    WHERE (kept.code, kept.label_en, kept.label_ko, kept.also, kept.folded, kept.sound, kept.dated_on, kept.county_id,
        kept.province_id) IS DISTINCT FROM (excluded.code, excluded.label_en, excluded.label_ko, excluded.also,
        excluded.folded, excluded.sound, excluded.dated_on, excluded.county_id, excluded.province_id);
END $$;

CREATE FUNCTION search_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM search_refresh(TG_ARGV[0], (SELECT array_agg(id) FROM changed));
    RETURN NULL;
END $$;

CREATE FUNCTION search_gone() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM committees_searchentry WHERE kind = TG_ARGV[0] AND object_id IN (SELECT id FROM changed);
    RETURN NULL;
END $$;

CREATE FUNCTION search_renamed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM search_refresh('body', (SELECT array_agg(organization_id) FROM changed));
    RETURN NULL;
END $$;

-- What bears the name of something else, or lies in it, follows it.
CREATE FUNCTION search_follows() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    projects bigint[];
    meetings bigint[];
BEGIN
    CASE TG_TABLE_NAME
    WHEN 'committees_committee' THEN
        meetings := (SELECT array_agg(m.id) FROM committees_meeting m JOIN changed c ON c.id = m.committee_id
            JOIN before b ON b.id = c.id WHERE b.organization_id <> c.organization_id);
    WHEN 'committees_organization' THEN
        meetings := (SELECT array_agg(m.id) FROM committees_meeting m JOIN committees_committee t ON t.id = m.committee_id
            JOIN changed c ON c.id = t.organization_id JOIN before b ON b.id = c.id
            WHERE (b.name_en, b.name_ko) <> (c.name_en, c.name_ko));
    WHEN 'factories_factorytype' THEN
        projects := (SELECT array_agg(p.id) FROM factories_factoryproject p JOIN changed c ON c.id = p.factory_type_id
            JOIN before b ON b.id = c.id WHERE (b.name_en, b.name_ko) <> (c.name_en, c.name_ko));
    WHEN 'factories_countyplan' THEN
        projects := (SELECT array_agg(p.id) FROM factories_factoryproject p JOIN changed c ON c.id = p.plan_id
            JOIN before b ON b.id = c.id WHERE b.county_id <> c.county_id);
    WHEN 'factories_county' THEN
        projects := (SELECT array_agg(p.id) FROM factories_factoryproject p JOIN factories_countyplan l ON l.id = p.plan_id
            JOIN changed c ON c.id = l.county_id JOIN before b ON b.id = c.id
            WHERE (b.name_en, b.name_ko, b.province_id) <> (c.name_en, c.name_ko, c.province_id));
    WHEN 'factories_factoryproject' THEN
        projects := (SELECT array_agg(c.id) FROM changed c JOIN before b ON b.id = c.id WHERE b.plan_id <> c.plan_id);
    END CASE;
    PERFORM search_refresh('meeting', meetings);
    PERFORM search_refresh('project', projects);
    IF TG_TABLE_NAME <> 'factories_factorytype' AND projects IS NOT NULL THEN
        PERFORM search_refresh('document', (SELECT array_agg(id) FROM factories_document WHERE project_id = ANY (projects)));
        PERFORM search_refresh('request', (SELECT array_agg(id) FROM committees_request WHERE project_id = ANY (projects)));
        PERFORM search_refresh('guidance',
            (SELECT array_agg(id) FROM committees_guidancenote WHERE project_id = ANY (projects)));
    END IF;
    RETURN NULL;
END $$;

-- The triggers speak once for each statement: COPY, bulk_create and the shell are caught as an action is.
CREATE FUNCTION search_kinds() RETURNS TABLE (what text, relation regclass) LANGUAGE sql STABLE AS $$
    VALUES ('province', 'factories_province'::regclass), ('county', 'factories_county'), ('project', 'factories_factoryproject'),
        ('body', 'committees_organization'), ('decision', 'committees_decision'), ('request', 'committees_request'),
        ('guidance', 'committees_guidancenote'), ('meeting', 'committees_meeting'), ('visit', 'committees_visit'),
        ('document', 'factories_document'), ('attachment', 'committees_attachment')
$$;

DO $$
DECLARE
    what text;
    relation regclass;
BEGIN
    FOR what, relation IN SELECT * FROM search_kinds() LOOP
        EXECUTE format('CREATE TRIGGER search_insert AFTER INSERT ON %s REFERENCING NEW TABLE AS changed
            FOR EACH STATEMENT EXECUTE FUNCTION search_changed(%L)', relation, what);
        EXECUTE format('CREATE TRIGGER search_update AFTER UPDATE ON %s REFERENCING NEW TABLE AS changed
            FOR EACH STATEMENT EXECUTE FUNCTION search_changed(%L)', relation, what);
        EXECUTE format('CREATE TRIGGER search_delete AFTER DELETE ON %s REFERENCING OLD TABLE AS changed
            FOR EACH STATEMENT EXECUTE FUNCTION search_gone(%L)', relation, what);
    END LOOP;
    FOREACH relation IN ARRAY ARRAY['factories_county', 'factories_countyplan', 'factories_factorytype', 'factories_factoryproject',
        'committees_organization', 'committees_committee']::regclass[] LOOP
        EXECUTE format('CREATE TRIGGER search_update_follows AFTER UPDATE ON %s
            REFERENCING OLD TABLE AS before NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION search_follows()', relation);
    END LOOP;
END $$;
CREATE TRIGGER search_insert AFTER INSERT ON committees_formername REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION search_renamed();

-- All entries anew: what the migration does, and what mends an index after rows were written with triggers off.
CREATE FUNCTION search_rebuild() RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    what text;
    relation regclass;
    ids bigint[];
BEGIN
    FOR what, relation IN SELECT * FROM search_kinds() LOOP
        EXECUTE format('SELECT array_agg(id) FROM %s', relation) INTO ids;
        DELETE FROM committees_searchentry WHERE kind = what AND object_id <> ALL (coalesce(ids, '{}'));
        PERFORM search_refresh(what, ids);
    END LOOP;
    RETURN (SELECT count(*) FROM committees_searchentry);
END $$;
SELECT search_rebuild();

-- Names that sound nearly so, and how nearly: asked where nothing holds the words as they stand.
CREATE FUNCTION search_like(key text) RETURNS TABLE (entry_id bigint, kind text, likeness real)
LANGUAGE sql STABLE SET pg_trgm.word_similarity_threshold = 0.5 AS $$
    SELECT e.id, e.kind, word_similarity(key, e.sound) FROM committees_searchentry e
    WHERE key <% e.sound ORDER BY 3 DESC, 1 LIMIT 2000
$$;
