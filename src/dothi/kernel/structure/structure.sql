SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;
CREATE EXTENSION IF NOT EXISTS btree_gist WITH SCHEMA public;
COMMENT ON EXTENSION btree_gist IS 'support for indexing common datatypes in GiST';
CREATE EXTENSION IF NOT EXISTS pg_trgm WITH SCHEMA public;
COMMENT ON EXTENSION pg_trgm IS 'text similarity measurement and index searching based on trigrams';
CREATE EXTENSION IF NOT EXISTS unaccent WITH SCHEMA public;
COMMENT ON EXTENSION unaccent IS 'text search dictionary that removes accents';
CREATE TYPE public.procrastinate_job_event_type AS ENUM (
    'deferred',
    'started',
    'deferred_for_retry',
    'failed',
    'succeeded',
    'cancelled',
    'abort_requested',
    'aborted',
    'scheduled',
    'retried'
);
CREATE TYPE public.procrastinate_job_status AS ENUM (
    'todo',
    'doing',
    'succeeded',
    'failed',
    'cancelled',
    'aborting',
    'aborted'
);
CREATE TYPE public.procrastinate_job_to_defer_v1 AS (
	queue_name character varying,
	task_name character varying,
	priority integer,
	lock text,
	queueing_lock text,
	args jsonb,
	scheduled_at timestamp with time zone
);
CREATE FUNCTION public._pgh_attach_context() RETURNS uuid
    LANGUAGE plpgsql
    AS $$
                    DECLARE
                        _pgh_context_id UUID;
                        _pgh_context_metadata JSONB;
                    BEGIN
                        BEGIN
                            SELECT INTO _pgh_context_id
                                CURRENT_SETTING('pghistory.context_id');
                            SELECT INTO _pgh_context_metadata
                                CURRENT_SETTING('pghistory.context_metadata');
                            EXCEPTION WHEN OTHERS THEN
                        END;
                        IF _pgh_context_id IS NOT NULL AND _pgh_context_metadata IS NOT NULL THEN
                            INSERT INTO pghistory_context (id, metadata, created_at, updated_at)
                                VALUES (_pgh_context_id, _pgh_context_metadata, NOW(), NOW())
                                ON CONFLICT (id) DO UPDATE
                                    SET metadata = EXCLUDED.metadata,
                                        updated_at = EXCLUDED.updated_at
                                    WHERE pghistory_context.metadata != EXCLUDED.metadata;
                            RETURN _pgh_context_id;
                        ELSE
                            RETURN NULL;
                        END IF;
                    END;
                $$;
CREATE FUNCTION public._pgtrigger_should_ignore(trigger_name name) RETURNS boolean
    LANGUAGE plpgsql
    AS $$
                DECLARE
                    _pgtrigger_ignore TEXT[];
                    _result BOOLEAN;
                BEGIN
                    BEGIN
                        SELECT INTO _pgtrigger_ignore
                            CURRENT_SETTING('pgtrigger.ignore');
                        EXCEPTION WHEN OTHERS THEN
                    END;
                    IF _pgtrigger_ignore IS NOT NULL THEN
                        SELECT trigger_name = ANY(_pgtrigger_ignore)
                        INTO _result;
                        RETURN _result;
                    ELSE
                        RETURN FALSE;
                    END IF;
                END;
            $$;
CREATE FUNCTION public.entities_above(scopes text[]) RETURNS text[]
    LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE
    AS $$
declare
    found text[] := scopes;
    one text;
    slash int;
begin
    foreach one in array scopes loop
        loop
            slash := length(one) - strpos(reverse(one), '/');
            exit when slash <= 0;
            one := left(one, slash);
            found := found || one;
        end loop;
    end loop;
    return found;
end $$;
CREATE FUNCTION public.entities_folded(told text) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    AS $$
    select translate(public.unaccent('public.unaccent'::regdictionary, lower(told)), 'đ', 'd')
$$;
CREATE FUNCTION public.entities_keep_head() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
declare
    ended timestamptz := coalesce(old.deleted_at, new.modified_at);
    began timestamptz;
begin
    select greatest(old.created_at, max(until)) into began from entities_head where entity_id = old.id;
    if ended > began then
        insert into entities_head (entity_id, since, until, agency_id, types, scopes)
        values (old.id, began, ended, old.agency_id, old.types, old.scopes);
    end if;
    return null;
end $$;
CREATE FUNCTION public.entities_make_month(month date) RETURNS void
    LANGUAGE plpgsql
    AS $$
declare
    name text := 'entities_history_' || to_char(month, 'YYYY_MM');
begin
    perform pg_advisory_xact_lock(hashtext('entities_make_month'));
    if exists (select from pg_class where relname = name) then return; end if;
    execute format('create table %I (like entities_history including defaults including constraints)', name);
    execute format('alter table entities_history attach partition %I for values from (%L) to (%L)',
        name, month::timestamp at time zone 'UTC', (month + interval '1 month') at time zone 'UTC');
end $$;
CREATE FUNCTION public.entities_tell_words() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
    insert into entities_words (entity_id, urn) select id, urn from fresh;
    return null;
end $$;
CREATE FUNCTION public.entities_words_of(told text) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    AS $$
    select ' ' || regexp_replace(public.entities_folded(told), '[[:punct:][:space:]]+', ' ', 'g')
$$;
CREATE FUNCTION public.pgtrigger_append_only_0421b() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_append_only_0ce6c() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_append_only_2355e() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_append_only_368e8() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_append_only_77904() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_append_only_79618() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_append_only_79859() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_append_only_806af() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_append_only_8cd91() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_append_only_9dcc1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_append_only_a1e1b() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_append_only_a35cc() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_delete_delete_02abd() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "calls_protocolcardevent" ("advice", "approved_by", "approved_on", "certainty", "code", "digest", "id", "kinds", "name_en", "name_vi", "pack", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "questions", "recorded_at", "source", "valid_from", "version", "withdrawn") VALUES (OLD."advice", OLD."approved_by", OLD."approved_on", OLD."certainty", OLD."code", OLD."digest", OLD."id", OLD."kinds", OLD."name_en", OLD."name_vi", OLD."pack", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'delete', OLD."id", OLD."questions", OLD."recorded_at", OLD."source", OLD."valid_from", OLD."version", OLD."withdrawn"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_delete_delete_0669e() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "incidents_incidentalarmevent" ("alarm_id", "id", "incident_id", "open", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (OLD."alarm_id", OLD."id", OLD."incident_id", OLD."open", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'delete', OLD."id"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_delete_delete_132aa() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "calls_recordingholdevent" ("call_id", "ended_at", "ended_by_id", "ended_reason", "held_at", "held_by_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason") VALUES (OLD."call_id", OLD."ended_at", OLD."ended_by_id", OLD."ended_reason", OLD."held_at", OLD."held_by_id", OLD."id", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'delete', OLD."id", OLD."reason"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_delete_delete_136dc() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "incidents_procedureevent" ("categories", "certainty", "code", "digest", "id", "name_en", "name_vi", "pack", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "rules", "source", "steps", "valid_from", "version", "withdrawn") VALUES (OLD."categories", OLD."certainty", OLD."code", OLD."digest", OLD."id", OLD."name_en", OLD."name_vi", OLD."pack", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'delete', OLD."id", OLD."recorded_at", OLD."rules", OLD."source", OLD."steps", OLD."valid_from", OLD."version", OLD."withdrawn"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_delete_delete_18acd() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "accounts_personevent" ("agency_id", "created_at", "email", "ends_on", "full_name", "id", "is_active", "kind", "must_change_password", "password_changed_at", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "reviewed_on", "search_text", "title", "username") VALUES (OLD."agency_id", OLD."created_at", OLD."email", OLD."ends_on", OLD."full_name", OLD."id", OLD."is_active", OLD."kind", OLD."must_change_password", OLD."password_changed_at", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'delete', OLD."id", OLD."phone", OLD."reviewed_on", OLD."search_text", OLD."title", OLD."username"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_delete_delete_18c5d() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "accounts_apikeyevent" ("agency_id", "attributes_seen", "attributes_written", "created_at", "created_by_id", "entity_prefixes", "entity_types", "id", "kind", "name", "origin", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "revoked_at", "scopes", "tenants", "valid_to") VALUES (OLD."agency_id", OLD."attributes_seen", OLD."attributes_written", OLD."created_at", OLD."created_by_id", OLD."entity_prefixes", OLD."entity_types", OLD."id", OLD."kind", OLD."name", OLD."origin", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'delete', OLD."id", OLD."revoked_at", OLD."scopes", OLD."tenants", OLD."valid_to"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_delete_delete_19232() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "accounts_apikeyunitevent" ("apikey_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "unit_id") VALUES (OLD."apikey_id", OLD."id", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'delete', OLD."id", OLD."unit_id"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_delete_delete_20a77() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "drills_drillevent" ("agency_id", "ended_at", "ended_by_id", "id", "made_at", "made_by_id", "name", "pace", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "port", "removed_at", "scenario", "started_at", "state", "title_en", "title_vi") VALUES (OLD."agency_id", OLD."ended_at", OLD."ended_by_id", OLD."id", OLD."made_at", OLD."made_by_id", OLD."name", OLD."pace", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'delete', OLD."id", OLD."port", OLD."removed_at", OLD."scenario", OLD."started_at", OLD."state", OLD."title_en", OLD."title_vi"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_delete_delete_246cd() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "calls_callevent" ("adapter", "address", "agency_id", "answered_at", "answers", "code", "ended_at", "external_id", "id", "incident_id", "kind", "kind_why", "line_id", "narrative", "number_dialled", "number_typed", "origin", "outcome", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place_source", "placed_at", "received_at", "returned_at", "returned_by_id", "severity", "state", "taken_at", "taken_by_id", "typed_rev", "unit_id", "wrapped_at") VALUES (OLD."adapter", OLD."address", OLD."agency_id", OLD."answered_at", OLD."answers", OLD."code", OLD."ended_at", OLD."external_id", OLD."id", OLD."incident_id", OLD."kind", OLD."kind_why", OLD."line_id", OLD."narrative", OLD."number_dialled", OLD."number_typed", OLD."origin", OLD."outcome", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'delete', OLD."id", OLD."place_source", OLD."placed_at", OLD."received_at", OLD."returned_at", OLD."returned_by_id", OLD."severity", OLD."state", OLD."taken_at", OLD."taken_by_id", OLD."typed_rev", OLD."unit_id", OLD."wrapped_at"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_delete_delete_2470b() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "dispatch_targetevent" ("certainty", "code", "id", "measure", "pack", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "service", "share", "source", "standard", "valid_from", "valid_to", "within_s") VALUES (OLD."certainty", OLD."code", OLD."id", OLD."measure", OLD."pack", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'delete', OLD."id", OLD."service", OLD."share", OLD."source", OLD."standard", OLD."valid_from", OLD."valid_to", OLD."within_s"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_delete_delete_2d088() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "calls_calllegevent" ("agency_id", "answered_at", "answered_by_id", "asked_at", "asked_by_id", "call_id", "closed_at", "id", "incident_id", "message", "note", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "service", "state", "warm") VALUES (OLD."agency_id", OLD."answered_at", OLD."answered_by_id", OLD."asked_at", OLD."asked_by_id", OLD."call_id", OLD."closed_at", OLD."id", OLD."incident_id", OLD."message", OLD."note", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'delete', OLD."id", OLD."service", OLD."state", OLD."warm"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_delete_delete_2fefa() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "incidents_incidentevent" ("accuracy_m", "agency_id", "changed_at", "close_reason", "closed_at", "closed_by_id", "code", "id", "kind", "lat", "lead_id", "lon", "merged_into_id", "opened_at", "opened_by_id", "origin", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "severity", "status", "title", "unit_id") VALUES (OLD."accuracy_m", OLD."agency_id", OLD."changed_at", OLD."close_reason", OLD."closed_at", OLD."closed_by_id", OLD."code", OLD."id", OLD."kind", OLD."lat", OLD."lead_id", OLD."lon", OLD."merged_into_id", OLD."opened_at", OLD."opened_by_id", OLD."origin", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'delete', OLD."id", OLD."place", OLD."severity", OLD."status", OLD."title", OLD."unit_id"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_delete_delete_3496b() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "calls_placelinkevent" ("call_id", "expires_at", "id", "opened_at", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sent_at", "sent_by_id", "token_hash", "told_at") VALUES (OLD."call_id", OLD."expires_at", OLD."id", OLD."opened_at", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'delete', OLD."id", OLD."sent_at", OLD."sent_by_id", OLD."token_hash", OLD."told_at"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_delete_delete_352b3() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "warnings_warningunitevent" ("code", "id", "name", "name_en", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "unit_id", "valid_from", "warning_id") VALUES (OLD."code", OLD."id", OLD."name", OLD."name_en", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'delete', OLD."id", OLD."unit_id", OLD."valid_from", OLD."warning_id"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_delete_delete_3627a() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "tasks_taskevent" ("agency_id", "changed_at", "code", "due_at", "due_expected", "due_said", "ended_at", "ended_by_id", "first_due_at", "given_at", "giver_id", "handed_in_at", "handed_in_by_id", "id", "importance", "key", "lead_agency_id", "lead_person_id", "overdue_told_at", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "soon_told_at", "source_code", "source_kind", "source_path", "state", "text", "title", "unit_id") VALUES (OLD."agency_id", OLD."changed_at", OLD."code", OLD."due_at", OLD."due_expected", OLD."due_said", OLD."ended_at", OLD."ended_by_id", OLD."first_due_at", OLD."given_at", OLD."giver_id", OLD."handed_in_at", OLD."handed_in_by_id", OLD."id", OLD."importance", OLD."key", OLD."lead_agency_id", OLD."lead_person_id", OLD."overdue_told_at", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'delete', OLD."id", OLD."reason", OLD."soon_told_at", OLD."source_code", OLD."source_kind", OLD."source_path", OLD."state", OLD."text", OLD."title", OLD."unit_id"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_delete_delete_38b9c() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "accounts_lookpurposeevent" ("certainty", "code", "id", "kinds", "name_en", "name_vi", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source", "valid_from", "valid_to", "words") VALUES (OLD."certainty", OLD."code", OLD."id", OLD."kinds", OLD."name_en", OLD."name_vi", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'delete', OLD."id", OLD."source", OLD."valid_from", OLD."valid_to", OLD."words"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_delete_delete_3d162() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "rules_alarmcommentevent" ("alarm_id", "id", "person_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "text") VALUES (OLD."alarm_id", OLD."id", OLD."person_id", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'delete', OLD."id", OLD."recorded_at", OLD."text"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_delete_delete_3f345() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "tasks_taskpartevent" ("agency_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "task_id", "unit_id") VALUES (OLD."agency_id", OLD."id", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'delete', OLD."id", OLD."role", OLD."task_id", OLD."unit_id"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_delete_delete_40397() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "forces_runcardevent" ("area_code", "area_valid_from", "certainty", "code", "digest", "id", "kinds", "level", "name_en", "name_vi", "needs", "pack", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "source", "valid_from", "version", "withdrawn") VALUES (OLD."area_code", OLD."area_valid_from", OLD."certainty", OLD."code", OLD."digest", OLD."id", OLD."kinds", OLD."level", OLD."name_en", OLD."name_vi", OLD."needs", OLD."pack", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'delete', OLD."id", OLD."recorded_at", OLD."source", OLD."valid_from", OLD."version", OLD."withdrawn"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_delete_delete_409fa() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "indicators_reportevent" ("agency_id", "day", "decided_at", "decided_by_id", "decision", "document_name", "document_path", "document_sha256", "due_at", "form", "from_file", "id", "late", "number", "pack", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "remark", "state", "typed_at", "typed_by_id", "unit_id", "values") VALUES (OLD."agency_id", OLD."day", OLD."decided_at", OLD."decided_by_id", OLD."decision", OLD."document_name", OLD."document_path", OLD."document_sha256", OLD."due_at", OLD."form", OLD."from_file", OLD."id", OLD."late", OLD."number", OLD."pack", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'delete', OLD."id", OLD."remark", OLD."state", OLD."typed_at", OLD."typed_by_id", OLD."unit_id", OLD."values"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_delete_delete_43eb2() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "rules_alarmlinkevent" ("alarm_id", "id", "kind", "open", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "reference", "url") VALUES (OLD."alarm_id", OLD."id", OLD."kind", OLD."open", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'delete', OLD."id", OLD."recorded_at", OLD."reference", OLD."url"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_delete_delete_493a9() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "notify_addressevent" ("created_at", "id", "label", "person_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "verified_at", "way") VALUES (OLD."created_at", OLD."id", OLD."label", OLD."person_id", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'delete', OLD."id", OLD."verified_at", OLD."way"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_delete_delete_49f5a() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "cameras_cameraevent" ("address", "agency_id", "changed_at", "changed_by_id", "code", "direction", "field_of_view", "groups", "id", "in_service", "lat", "lon", "name", "notice", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "purposes", "recorder_id", "secret_changed_at", "unit_id", "urn") VALUES (OLD."address", OLD."agency_id", OLD."changed_at", OLD."changed_by_id", OLD."code", OLD."direction", OLD."field_of_view", OLD."groups", OLD."id", OLD."in_service", OLD."lat", OLD."lon", OLD."name", OLD."notice", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'delete', OLD."id", OLD."purposes", OLD."recorder_id", OLD."secret_changed_at", OLD."unit_id", OLD."urn"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_delete_delete_4b029() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "incidents_incidentprocedureevent" ("begun_at", "begun_by_id", "code", "id", "incident_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "procedure_id") VALUES (OLD."begun_at", OLD."begun_by_id", OLD."code", OLD."id", OLD."incident_id", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'delete', OLD."id", OLD."procedure_id"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_delete_delete_4dc7b() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "incidents_commandroleevent" ("above", "certainty", "code", "commands", "digest", "duty_en", "duty_vi", "id", "kinds", "many", "name_en", "name_vi", "pack", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "recorded_at", "source", "valid_from", "version", "withdrawn") VALUES (OLD."above", OLD."certainty", OLD."code", OLD."commands", OLD."digest", OLD."duty_en", OLD."duty_vi", OLD."id", OLD."kinds", OLD."many", OLD."name_en", OLD."name_vi", OLD."pack", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'delete', OLD."id", OLD."place", OLD."recorded_at", OLD."source", OLD."valid_from", OLD."version", OLD."withdrawn"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_delete_delete_4fd2f() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "duty_swapevent" ("answered_at", "asked_at", "asker_id", "back_begins_at", "back_ends_at", "begins_at", "ends_at", "id", "other_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "roster_id", "state") VALUES (OLD."answered_at", OLD."asked_at", OLD."asker_id", OLD."back_begins_at", OLD."back_ends_at", OLD."begins_at", OLD."ends_at", OLD."id", OLD."other_id", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'delete', OLD."id", OLD."reason", OLD."roster_id", OLD."state"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_delete_delete_53ec1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "incidents_incidentlinkevent" ("end_reason", "ended_at", "ended_by_id", "first_id", "id", "kind", "made_at", "made_by_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "second_id") VALUES (OLD."end_reason", OLD."ended_at", OLD."ended_by_id", OLD."first_id", OLD."id", OLD."kind", OLD."made_at", OLD."made_by_id", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'delete', OLD."id", OLD."second_id"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_delete_delete_54ac3() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "warnings_publicwarningevent" ("agency_id", "asked_at", "asked_by_id", "bulletin", "bulletin_at", "bulletin_issuer", "bulletin_number", "category", "certainty", "changed_at", "changed_by_id", "code", "contact", "digest", "drafted_at", "drafted_by_id", "ended_at", "ended_why", "event", "expires", "follows_id", "id", "incident_id", "key", "kind", "level", "onset", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "released_by_id", "responses", "returned", "revision", "sender", "sent", "severity", "shapes", "state", "status", "urgency", "writers") VALUES (OLD."agency_id", OLD."asked_at", OLD."asked_by_id", OLD."bulletin", OLD."bulletin_at", OLD."bulletin_issuer", OLD."bulletin_number", OLD."category", OLD."certainty", OLD."changed_at", OLD."changed_by_id", OLD."code", OLD."contact", OLD."digest", OLD."drafted_at", OLD."drafted_by_id", OLD."ended_at", OLD."ended_why", OLD."event", OLD."expires", OLD."follows_id", OLD."id", OLD."incident_id", OLD."key", OLD."kind", OLD."level", OLD."onset", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'delete', OLD."id", OLD."reason", OLD."released_by_id", OLD."responses", OLD."returned", OLD."revision", OLD."sender", OLD."sent", OLD."severity", OLD."shapes", OLD."state", OLD."status", OLD."urgency", OLD."writers"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_delete_delete_5bdd3() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "codelists_codelistevent" ("basis", "certainty", "code", "home", "id", "name_en", "name_vi", "owner_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose_en", "purpose_vi") VALUES (OLD."basis", OLD."certainty", OLD."code", OLD."home", OLD."id", OLD."name_en", OLD."name_vi", OLD."owner_id", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'delete', OLD."id", OLD."purpose_en", OLD."purpose_vi"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_delete_delete_5fd57() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "incidents_incidentmergeevent" ("at", "by_id", "id", "moved", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "source_id", "target_id", "undo_reason", "undone_at", "undone_by_id", "was_status") VALUES (OLD."at", OLD."by_id", OLD."id", OLD."moved", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'delete', OLD."id", OLD."reason", OLD."source_id", OLD."target_id", OLD."undo_reason", OLD."undone_at", OLD."undone_by_id", OLD."was_status"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_delete_delete_61d66() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "territory_unitgroupevent" ("code", "id", "name_en", "name_vi", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "valid_from", "valid_to") VALUES (OLD."code", OLD."id", OLD."name_en", OLD."name_vi", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'delete', OLD."id", OLD."valid_from", OLD."valid_to"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_delete_delete_65052() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "rules_ruleevent" ("advice_en", "advice_vi", "agency_id", "armed", "attributes", "certainty", "change_reason", "changed_by_id", "clear", "clear_hold", "code", "condition", "digest", "entity_type", "group_id", "hold", "id", "kind", "legal", "name_en", "name_vi", "no_data_after", "pack", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "schedule", "severity", "source", "suppress", "together_least", "together_radius_m", "together_within", "unit_id", "valid_from", "version", "withdrawn", "words_en", "words_vi") VALUES (OLD."advice_en", OLD."advice_vi", OLD."agency_id", OLD."armed", OLD."attributes", OLD."certainty", OLD."change_reason", OLD."changed_by_id", OLD."clear", OLD."clear_hold", OLD."code", OLD."condition", OLD."digest", OLD."entity_type", OLD."group_id", OLD."hold", OLD."id", OLD."kind", OLD."legal", OLD."name_en", OLD."name_vi", OLD."no_data_after", OLD."pack", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'delete', OLD."id", OLD."recorded_at", OLD."schedule", OLD."severity", OLD."source", OLD."suppress", OLD."together_least", OLD."together_radius_m", OLD."together_within", OLD."unit_id", OLD."valid_from", OLD."version", OLD."withdrawn", OLD."words_en", OLD."words_vi"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_delete_delete_67a6a() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "incidents_incidentstepevent" ("do_en", "do_vi", "due_at", "id", "note", "number", "optional", "owner_agency_id", "owner_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "settled_at", "settled_by_id", "state", "walk_id", "who") VALUES (OLD."do_en", OLD."do_vi", OLD."due_at", OLD."id", OLD."note", OLD."number", OLD."optional", OLD."owner_agency_id", OLD."owner_id", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'delete', OLD."id", OLD."settled_at", OLD."settled_by_id", OLD."state", OLD."walk_id", OLD."who"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_delete_delete_67c87() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "incidents_incidentsourceevent" ("attached_at", "attached_by_id", "id", "incident_id", "kind", "opened_it", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reference", "title", "url") VALUES (OLD."attached_at", OLD."attached_by_id", OLD."id", OLD."incident_id", OLD."kind", OLD."opened_it", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'delete', OLD."id", OLD."reference", OLD."title", OLD."url"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_delete_delete_69539() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "rules_setasideevent" ("agency_id", "end", "ended_at", "ended_by_id", "entity_id", "entity_name", "entity_urn", "id", "kind", "person_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "review_on", "rule_code", "severity", "since", "unit_id", "until") VALUES (OLD."agency_id", OLD."end", OLD."ended_at", OLD."ended_by_id", OLD."entity_id", OLD."entity_name", OLD."entity_urn", OLD."id", OLD."kind", OLD."person_id", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'delete', OLD."id", OLD."reason", OLD."review_on", OLD."rule_code", OLD."severity", OLD."since", OLD."unit_id", OLD."until"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_delete_delete_6c644() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "duty_patternplaceevent" ("crew", "id", "pattern_id", "person_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position") VALUES (OLD."crew", OLD."id", OLD."pattern_id", OLD."person_id", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'delete', OLD."id", OLD."position"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_delete_delete_6d100() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "kernel_retentionruleevent" ("certainty", "code", "days", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose", "source", "valid_from", "valid_to") VALUES (OLD."certainty", OLD."code", OLD."days", OLD."id", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'delete', OLD."id", OLD."purpose", OLD."source", OLD."valid_from", OLD."valid_to"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_delete_delete_6dc3e() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "forces_assignmentevent" ("acknowledged_at", "alerted_at", "at_hospital_at", "en_route_at", "ended_as", "ended_at", "ended_by_id", "ended_reason", "force_id", "id", "incident_id", "level", "on_scene_at", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recommended", "sent_by_id", "silent_told_at", "transporting_at") VALUES (OLD."acknowledged_at", OLD."alerted_at", OLD."at_hospital_at", OLD."en_route_at", OLD."ended_as", OLD."ended_at", OLD."ended_by_id", OLD."ended_reason", OLD."force_id", OLD."id", OLD."incident_id", OLD."level", OLD."on_scene_at", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'delete', OLD."id", OLD."recommended", OLD."sent_by_id", OLD."silent_told_at", OLD."transporting_at"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_delete_delete_6f4e3() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "incidents_incidentlegevent" ("agency_id", "answer", "answered_at", "answered_by_id", "asked_at", "asked_by_id", "ended_at", "ended_by_id", "id", "incident_id", "message", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "result", "shares_notes", "state", "unit_id") VALUES (OLD."agency_id", OLD."answer", OLD."answered_at", OLD."answered_by_id", OLD."asked_at", OLD."asked_by_id", OLD."ended_at", OLD."ended_by_id", OLD."id", OLD."incident_id", OLD."message", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'delete', OLD."id", OLD."result", OLD."shares_notes", OLD."state", OLD."unit_id"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_delete_delete_6f719() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "duty_rosterevent" ("agency_id", "code", "desk", "id", "name_en", "name_vi", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "time_zone", "unit_id", "valid_from", "valid_to") VALUES (OLD."agency_id", OLD."code", OLD."desk", OLD."id", OLD."name_en", OLD."name_vi", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'delete', OLD."id", OLD."phone", OLD."time_zone", OLD."unit_id", OLD."valid_from", OLD."valid_to"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_delete_delete_7104d() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "codelists_entryevent" ("code", "ended", "extra", "id", "name_en", "name_vi", "parent", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "release_id", "replaced_by") VALUES (OLD."code", OLD."ended", OLD."extra", OLD."id", OLD."name_en", OLD."name_vi", OLD."parent", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'delete', OLD."id", OLD."position", OLD."release_id", OLD."replaced_by"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_delete_delete_73489() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "territory_unitevent" ("area_km2", "begin_known", "code", "decree", "first_id", "full_name", "id", "kind", "lat", "level", "lon", "name", "name_en", "parent_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "search_text", "source", "valid_from", "valid_to") VALUES (OLD."area_km2", OLD."begin_known", OLD."code", OLD."decree", OLD."first_id", OLD."full_name", OLD."id", OLD."kind", OLD."lat", OLD."level", OLD."lon", OLD."name", OLD."name_en", OLD."parent_id", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'delete', OLD."id", OLD."search_text", OLD."source", OLD."valid_from", OLD."valid_to"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_delete_delete_765ea() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "codelists_releaseevent" ("certainty", "digest", "id", "list_id", "made_at", "made_by_id", "note", "number", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published_at", "published_by_id", "source", "status", "valid_from") VALUES (OLD."certainty", OLD."digest", OLD."id", OLD."list_id", OLD."made_at", OLD."made_by_id", OLD."note", OLD."number", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'delete', OLD."id", OLD."published_at", OLD."published_by_id", OLD."source", OLD."status", OLD."valid_from"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_delete_delete_78561() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "rules_scheduleevent" ("certainty", "code", "days", "hours", "id", "name_en", "name_vi", "pack", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source", "valid_from") VALUES (OLD."certainty", OLD."code", OLD."days", OLD."hours", OLD."id", OLD."name_en", OLD."name_vi", OLD."pack", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'delete', OLD."id", OLD."source", OLD."valid_from"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_delete_delete_851dd() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "commands_channelevent" ("agency_id", "changed_at", "changed_by_id", "code", "id", "is_on", "kind", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "secrets_changed_at", "settings", "unit_id", "urns") VALUES (OLD."agency_id", OLD."changed_at", OLD."changed_by_id", OLD."code", OLD."id", OLD."is_on", OLD."kind", OLD."name", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'delete', OLD."id", OLD."secrets_changed_at", OLD."settings", OLD."unit_id", OLD."urns"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_delete_delete_8717e() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "forces_checkinevent" ("answered_at", "answered_by_id", "assignment_id", "due_at", "every_s", "id", "note", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "told_at") VALUES (OLD."answered_at", OLD."answered_by_id", OLD."assignment_id", OLD."due_at", OLD."every_s", OLD."id", OLD."note", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'delete', OLD."id", OLD."told_at"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_delete_delete_880cf() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "duty_policyevent" ("agency_id", "certainty", "code", "id", "last_wait_s", "name_en", "name_vi", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "repeats", "source", "valid_from", "valid_to") VALUES (OLD."agency_id", OLD."certainty", OLD."code", OLD."id", OLD."last_wait_s", OLD."name_en", OLD."name_vi", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'delete', OLD."id", OLD."repeats", OLD."source", OLD."valid_from", OLD."valid_to"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_delete_delete_8890a() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "rules_decideddayevent" ("certainty", "date", "id", "name_en", "name_vi", "off", "pack", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source", "tet") VALUES (OLD."certainty", OLD."date", OLD."id", OLD."name_en", OLD."name_vi", OLD."off", OLD."pack", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'delete', OLD."id", OLD."source", OLD."tet"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_delete_delete_8dfa7() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "notify_preferenceevent" ("id", "language", "person_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "quiet_from", "quiet_to", "ways") VALUES (OLD."id", OLD."language", OLD."person_id", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'delete', OLD."id", OLD."quiet_from", OLD."quiet_to", OLD."ways"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_delete_delete_8ff58() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "calls_serviceevent" ("certainty", "code", "emergency", "id", "name_en", "name_vi", "pack", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source", "valid_from", "withdrawn") VALUES (OLD."certainty", OLD."code", OLD."emergency", OLD."id", OLD."name_en", OLD."name_vi", OLD."pack", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'delete', OLD."id", OLD."source", OLD."valid_from", OLD."withdrawn"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_delete_delete_91c86() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "notify_notifyruleevent" ("certainty", "code", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source", "valid_from", "valid_to", "value") VALUES (OLD."certainty", OLD."code", OLD."id", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'delete', OLD."id", OLD."source", OLD."valid_from", OLD."valid_to", OLD."value"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_delete_delete_944ca() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "cameras_cameraruleevent" ("certainty", "code", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source", "valid_from", "valid_to", "value") VALUES (OLD."certainty", OLD."code", OLD."id", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'delete', OLD."id", OLD."source", OLD."valid_from", OLD."valid_to", OLD."value"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_delete_delete_99a58() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "accounts_accountruleevent" ("certainty", "code", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source", "valid_from", "valid_to", "value") VALUES (OLD."certainty", OLD."code", OLD."id", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'delete', OLD."id", OLD."source", OLD."valid_from", OLD."valid_to", OLD."value"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_delete_delete_9a065() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "crews_crewdutyevent" ("began_at", "ended_at", "ended_by_id", "force_id", "id", "person_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "until") VALUES (OLD."began_at", OLD."ended_at", OLD."ended_by_id", OLD."force_id", OLD."id", OLD."person_id", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'delete', OLD."id", OLD."until"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_delete_delete_9acf1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "calls_numbermarkevent" ("ended_at", "ended_by_id", "id", "marked_at", "marked_by_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "until") VALUES (OLD."ended_at", OLD."ended_by_id", OLD."id", OLD."marked_at", OLD."marked_by_id", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'delete', OLD."id", OLD."reason", OLD."until"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_delete_delete_9e450() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "territory_unitgroupmemberevent" ("group_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "unit_id", "valid_from", "valid_to") VALUES (OLD."group_id", OLD."id", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'delete', OLD."id", OLD."unit_id", OLD."valid_from", OLD."valid_to"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_delete_delete_a3255() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "incidents_incidententityevent" ("id", "incident_id", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "urn") VALUES (OLD."id", OLD."incident_id", OLD."name", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'delete', OLD."id", OLD."urn"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_delete_delete_a867f() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "territory_unitareaevent" ("approximate", "east", "id", "imported_at", "north", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sha256", "source", "south", "unit_id", "west") VALUES (OLD."approximate", OLD."east", OLD."id", OLD."imported_at", OLD."north", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'delete', OLD."id", OLD."sha256", OLD."source", OLD."south", OLD."unit_id", OLD."west"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_delete_delete_a8e96() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "cameras_cameragrantevent" ("agency_id", "document", "granted_at", "granted_by_id", "group", "id", "owner_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose", "valid_from", "valid_to") VALUES (OLD."agency_id", OLD."document", OLD."granted_at", OLD."granted_by_id", OLD."group", OLD."id", OLD."owner_id", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'delete', OLD."id", OLD."purpose", OLD."valid_from", OLD."valid_to"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_delete_delete_a98e9() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "packs_loadedpackevent" ("code", "contents", "edition_id", "fingerprint", "loaded_at", "loaded_by_id", "manifest", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "version") VALUES (OLD."code", OLD."contents", OLD."edition_id", OLD."fingerprint", OLD."loaded_at", OLD."loaded_by_id", OLD."manifest", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'delete', OLD."code", OLD."version"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_delete_delete_ab616() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "commands_commandevent" ("acknowledged_at", "acknowledgement", "agency_id", "asked_at", "asked_by_id", "channel_id", "code", "decided_at", "decided_by_id", "ended_at", "entity_name", "expires_at", "id", "incident", "key", "needs_second", "note", "pack", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "risk", "sent_at", "shown_by", "state", "told", "trouble", "unit_id", "until", "urn", "value") VALUES (OLD."acknowledged_at", OLD."acknowledgement", OLD."agency_id", OLD."asked_at", OLD."asked_by_id", OLD."channel_id", OLD."code", OLD."decided_at", OLD."decided_by_id", OLD."ended_at", OLD."entity_name", OLD."expires_at", OLD."id", OLD."incident", OLD."key", OLD."needs_second", OLD."note", OLD."pack", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'delete', OLD."id", OLD."reason", OLD."risk", OLD."sent_at", OLD."shown_by", OLD."state", OLD."told", OLD."trouble", OLD."unit_id", OLD."until", OLD."urn", OLD."value"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_delete_delete_ab848() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "tasks_extensionevent" ("asked_agency_id", "asked_at", "asked_by_id", "decided_at", "decided_by_id", "decision", "due_before", "id", "new_due", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "state", "task_id") VALUES (OLD."asked_agency_id", OLD."asked_at", OLD."asked_by_id", OLD."decided_at", OLD."decided_by_id", OLD."decision", OLD."due_before", OLD."id", OLD."new_due", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'delete', OLD."id", OLD."reason", OLD."state", OLD."task_id"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_delete_delete_abef7() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "warnings_warningtextevent" ("description", "headline", "id", "instruction", "language", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "warning_id") VALUES (OLD."description", OLD."headline", OLD."id", OLD."instruction", OLD."language", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'delete', OLD."id", OLD."warning_id"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_delete_delete_ac0e9() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "shiftbook_shiftevent" ("begins_at", "closed_at", "code", "desk_id", "ends_at", "handed_by_id", "id", "name", "opened_at", "opened_by_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "previous_id", "responsible_id", "state", "taken_by_id", "unopened_at") VALUES (OLD."begins_at", OLD."closed_at", OLD."code", OLD."desk_id", OLD."ends_at", OLD."handed_by_id", OLD."id", OLD."name", OLD."opened_at", OLD."opened_by_id", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'delete', OLD."id", OLD."previous_id", OLD."responsible_id", OLD."state", OLD."taken_by_id", OLD."unopened_at"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_delete_delete_af1cc() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "duty_runevent" ("agency_id", "began_at", "due_at", "ended_at", "id", "kind", "origin", "path", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "policy_id", "position", "reference", "round", "severity", "state", "taken_by_id", "title_en", "title_vi", "unit_id") VALUES (OLD."agency_id", OLD."began_at", OLD."due_at", OLD."ended_at", OLD."id", OLD."kind", OLD."origin", OLD."path", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'delete', OLD."id", OLD."policy_id", OLD."position", OLD."reference", OLD."round", OLD."severity", OLD."state", OLD."taken_by_id", OLD."title_en", OLD."title_vi", OLD."unit_id"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_delete_delete_b312b() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "duty_overrideevent" ("begins_at", "decided_at", "decided_by_id", "ends_at", "id", "people", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "roster_id", "withdrawn_at") VALUES (OLD."begins_at", OLD."decided_at", OLD."decided_by_id", OLD."ends_at", OLD."id", OLD."people", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'delete', OLD."id", OLD."reason", OLD."roster_id", OLD."withdrawn_at"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_delete_delete_b4bd9() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "duty_stepevent" ("agency_id", "first_only", "id", "importance", "kind", "only_count", "only_from", "only_to", "only_window_s", "people", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "policy_id", "position", "roster_id", "url", "wait_s") VALUES (OLD."agency_id", OLD."first_only", OLD."id", OLD."importance", OLD."kind", OLD."only_count", OLD."only_from", OLD."only_to", OLD."only_window_s", OLD."people", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'delete', OLD."id", OLD."policy_id", OLD."position", OLD."roster_id", OLD."url", OLD."wait_s"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_delete_delete_b4f4c() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "duty_patternevent" ("days", "id", "keeps", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by_id", "roster_id", "shifts", "valid_from", "valid_to") VALUES (OLD."days", OLD."id", OLD."keeps", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'delete', OLD."id", OLD."recorded_at", OLD."recorded_by_id", OLD."roster_id", OLD."shifts", OLD."valid_from", OLD."valid_to"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_delete_delete_bb3b3() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "shiftbook_handoverevent" ("answer", "answered_at", "answered_by_id", "at", "by_id", "id", "note", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "shift_id", "state", "to_id") VALUES (OLD."answer", OLD."answered_at", OLD."answered_by_id", OLD."at", OLD."by_id", OLD."id", OLD."note", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'delete', OLD."id", OLD."shift_id", OLD."state", OLD."to_id"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_delete_delete_be735() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "rules_alarmevent" ("acknowledged", "acknowledged_at", "acknowledged_by_id", "active", "agency_id", "assets", "cleared_at", "cleared_by", "close_reason", "closed_at", "closed_by_id", "entity_id", "entity_name", "entity_type", "entity_urn", "fired", "first_raised_at", "id", "kind", "lat", "lon", "occurrences", "origin", "owner_id", "participants", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "provider", "raised_at", "recorded_at", "rule_code", "rule_id", "set_aside_id", "severity", "suppressed_at", "suppressed_by", "unit_id") VALUES (OLD."acknowledged", OLD."acknowledged_at", OLD."acknowledged_by_id", OLD."active", OLD."agency_id", OLD."assets", OLD."cleared_at", OLD."cleared_by", OLD."close_reason", OLD."closed_at", OLD."closed_by_id", OLD."entity_id", OLD."entity_name", OLD."entity_type", OLD."entity_urn", OLD."fired", OLD."first_raised_at", OLD."id", OLD."kind", OLD."lat", OLD."lon", OLD."occurrences", OLD."origin", OLD."owner_id", OLD."participants", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'delete', OLD."id", OLD."provider", OLD."raised_at", OLD."recorded_at", OLD."rule_code", OLD."rule_id", OLD."set_aside_id", OLD."severity", OLD."suppressed_at", OLD."suppressed_by", OLD."unit_id"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_delete_delete_c1132() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "calls_lineevent" ("agency_id", "certainty", "changed_by_id", "id", "name", "number", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "service", "source", "unit_id", "valid_from", "valid_to") VALUES (OLD."agency_id", OLD."certainty", OLD."changed_by_id", OLD."id", OLD."name", OLD."number", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'delete', OLD."id", OLD."service", OLD."source", OLD."unit_id", OLD."valid_from", OLD."valid_to"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_delete_delete_c2e12() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "rules_alarmguideevent" ("certainty", "code", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source", "valid_from", "valid_to", "value") VALUES (OLD."certainty", OLD."code", OLD."id", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'delete', OLD."id", OLD."source", OLD."valid_from", OLD."valid_to", OLD."value"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_delete_delete_c471e() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "shiftbook_deskevent" ("agency_id", "code", "id", "name_en", "name_vi", "own_only", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "roster", "unit_id", "valid_from", "valid_to") VALUES (OLD."agency_id", OLD."code", OLD."id", OLD."name_en", OLD."name_vi", OLD."own_only", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'delete', OLD."id", OLD."roster", OLD."unit_id", OLD."valid_from", OLD."valid_to"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_delete_delete_c7896() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "kernel_eventfailureevent" ("error", "event_id", "handler", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "settled_at", "tries") VALUES (OLD."error", OLD."event_id", OLD."handler", OLD."id", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'delete', OLD."id", OLD."recorded_at", OLD."settled_at", OLD."tries"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_delete_delete_c793d() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "notify_channelevent" ("agency_id", "changed_at", "changed_by_id", "code", "id", "is_on", "kind", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "secrets_changed_at", "settings", "unit_id", "way") VALUES (OLD."agency_id", OLD."changed_at", OLD."changed_by_id", OLD."code", OLD."id", OLD."is_on", OLD."kind", OLD."name", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'delete', OLD."id", OLD."position", OLD."secrets_changed_at", OLD."settings", OLD."unit_id", OLD."way"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_delete_delete_caa7b() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "crews_crewruleevent" ("certainty", "code", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source", "valid_from", "valid_to", "value") VALUES (OLD."certainty", OLD."code", OLD."id", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'delete', OLD."id", OLD."source", OLD."valid_from", OLD."valid_to", OLD."value"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_delete_delete_cf930() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "shiftbook_shiftruleevent" ("certainty", "code", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source", "valid_from", "valid_to", "value") VALUES (OLD."certainty", OLD."code", OLD."id", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'delete', OLD."id", OLD."source", OLD."valid_from", OLD."valid_to", OLD."value"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_delete_delete_d0e1f() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "accounts_rolegrantevent" ("agency_id", "group_id", "id", "person_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role_id", "unit_id", "valid_from", "valid_to") VALUES (OLD."agency_id", OLD."group_id", OLD."id", OLD."person_id", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'delete', OLD."id", OLD."role_id", OLD."unit_id", OLD."valid_from", OLD."valid_to"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_delete_delete_d4253() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "accounts_agencyevent" ("code", "id", "kind", "name_en", "name_vi", "parent_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "unit_id", "valid_from", "valid_to") VALUES (OLD."code", OLD."id", OLD."kind", OLD."name_en", OLD."name_vi", OLD."parent_id", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'delete', OLD."id", OLD."phone", OLD."unit_id", OLD."valid_from", OLD."valid_to"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_delete_delete_d684e() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "calls_callruleevent" ("certainty", "code", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source", "valid_from", "valid_to", "value") VALUES (OLD."certainty", OLD."code", OLD."id", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'delete', OLD."id", OLD."source", OLD."valid_from", OLD."valid_to", OLD."value"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_delete_delete_d75a6() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "accounts_roleevent" ("administrative", "code", "gives", "id", "name_en", "name_vi", "permissions", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position") VALUES (OLD."administrative", OLD."code", OLD."gives", OLD."id", OLD."name_en", OLD."name_vi", OLD."permissions", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'delete', OLD."id", OLD."position"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_delete_delete_e4135() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "connectors_sourceevent" ("agency_id", "ask_every_s", "code", "contact", "created_at", "created_by_id", "daily_at", "every_s", "id", "kind", "mapping_text", "name_en", "name_vi", "origin", "own_only", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose", "secrets_changed_at", "settings", "state", "state_since", "tolerance_s", "unit_id") VALUES (OLD."agency_id", OLD."ask_every_s", OLD."code", OLD."contact", OLD."created_at", OLD."created_by_id", OLD."daily_at", OLD."every_s", OLD."id", OLD."kind", OLD."mapping_text", OLD."name_en", OLD."name_vi", OLD."origin", OLD."own_only", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'delete', OLD."id", OLD."purpose", OLD."secrets_changed_at", OLD."settings", OLD."state", OLD."state_since", OLD."tolerance_s", OLD."unit_id"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_delete_delete_e633f() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "duty_routeevent" ("about", "agency_id", "certainty", "code", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "policy_code", "position", "rule_code", "severities", "source", "unit_id", "valid_from", "valid_to") VALUES (OLD."about", OLD."agency_id", OLD."certainty", OLD."code", OLD."id", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'delete', OLD."id", OLD."policy_code", OLD."position", OLD."rule_code", OLD."severities", OLD."source", OLD."unit_id", OLD."valid_from", OLD."valid_to"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_delete_delete_e7283() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "forces_forceevent" ("agency_id", "call_sign", "capabilities", "crew", "crew_minimum", "ended_at", "home_lat", "home_lon", "home_name", "id", "kind", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rest_until", "service", "state", "state_by_id", "state_note", "state_since", "unit_id", "urn") VALUES (OLD."agency_id", OLD."call_sign", OLD."capabilities", OLD."crew", OLD."crew_minimum", OLD."ended_at", OLD."home_lat", OLD."home_lon", OLD."home_name", OLD."id", OLD."kind", OLD."name", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'delete', OLD."id", OLD."rest_until", OLD."service", OLD."state", OLD."state_by_id", OLD."state_note", OLD."state_since", OLD."unit_id", OLD."urn"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_delete_delete_e9e92() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "incidents_heldroleevent" ("agency_id", "code", "end_reason", "ended_by_id", "from_at", "given_by_id", "id", "incident_id", "name", "person_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "reason", "role_id", "single", "until_at") VALUES (OLD."agency_id", OLD."code", OLD."end_reason", OLD."ended_by_id", OLD."from_at", OLD."given_by_id", OLD."id", OLD."incident_id", OLD."name", OLD."person_id", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'delete', OLD."id", OLD."phone", OLD."reason", OLD."role_id", OLD."single", OLD."until_at"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_delete_delete_ebd93() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "cameras_recorderevent" ("agency_id", "code", "host", "id", "kind", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (OLD."agency_id", OLD."code", OLD."host", OLD."id", OLD."kind", OLD."name", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'delete', OLD."id"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_delete_delete_f068f() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "indicators_indicatorevent" ("about_en", "about_vi", "attribute", "attribute_unit", "better", "certainty", "code", "digest", "entity_type", "figure", "id", "name_en", "name_vi", "over", "owner", "pack", "parameters", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by_id", "source", "target", "unit_code", "valid_from", "version", "withdrawn") VALUES (OLD."about_en", OLD."about_vi", OLD."attribute", OLD."attribute_unit", OLD."better", OLD."certainty", OLD."code", OLD."digest", OLD."entity_type", OLD."figure", OLD."id", OLD."name_en", OLD."name_vi", OLD."over", OLD."owner", OLD."pack", OLD."parameters", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'delete', OLD."id", OLD."recorded_at", OLD."recorded_by_id", OLD."source", OLD."target", OLD."unit_code", OLD."valid_from", OLD."version", OLD."withdrawn"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_delete_delete_fca8f() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "territory_unitchangeevent" ("changed_on", "decree", "from_unit_id", "id", "kind", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "share", "source", "to_unit_id") VALUES (OLD."changed_on", OLD."decree", OLD."from_unit_id", OLD."id", OLD."kind", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'delete', OLD."id", OLD."share", OLD."source", OLD."to_unit_id"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_insert_insert_00a1f() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "territory_unitgroupevent" ("code", "id", "name_en", "name_vi", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "valid_from", "valid_to") VALUES (NEW."code", NEW."id", NEW."name_en", NEW."name_vi", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'insert', NEW."id", NEW."valid_from", NEW."valid_to"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_insert_insert_02c66() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "accounts_accountruleevent" ("certainty", "code", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source", "valid_from", "valid_to", "value") VALUES (NEW."certainty", NEW."code", NEW."id", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'insert', NEW."id", NEW."source", NEW."valid_from", NEW."valid_to", NEW."value"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_insert_insert_05493() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "accounts_apikeyunitevent" ("apikey_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "unit_id") VALUES (NEW."apikey_id", NEW."id", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'insert', NEW."id", NEW."unit_id"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_insert_insert_065b5() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "cameras_recorderevent" ("agency_id", "code", "host", "id", "kind", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."agency_id", NEW."code", NEW."host", NEW."id", NEW."kind", NEW."name", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'insert', NEW."id"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_insert_insert_0aa94() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "incidents_incidentlinkevent" ("end_reason", "ended_at", "ended_by_id", "first_id", "id", "kind", "made_at", "made_by_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "second_id") VALUES (NEW."end_reason", NEW."ended_at", NEW."ended_by_id", NEW."first_id", NEW."id", NEW."kind", NEW."made_at", NEW."made_by_id", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'insert', NEW."id", NEW."second_id"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_insert_insert_0ddf0() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "forces_forceevent" ("agency_id", "call_sign", "capabilities", "crew", "crew_minimum", "ended_at", "home_lat", "home_lon", "home_name", "id", "kind", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rest_until", "service", "state", "state_by_id", "state_note", "state_since", "unit_id", "urn") VALUES (NEW."agency_id", NEW."call_sign", NEW."capabilities", NEW."crew", NEW."crew_minimum", NEW."ended_at", NEW."home_lat", NEW."home_lon", NEW."home_name", NEW."id", NEW."kind", NEW."name", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'insert', NEW."id", NEW."rest_until", NEW."service", NEW."state", NEW."state_by_id", NEW."state_note", NEW."state_since", NEW."unit_id", NEW."urn"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_insert_insert_17054() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "incidents_commandroleevent" ("above", "certainty", "code", "commands", "digest", "duty_en", "duty_vi", "id", "kinds", "many", "name_en", "name_vi", "pack", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "recorded_at", "source", "valid_from", "version", "withdrawn") VALUES (NEW."above", NEW."certainty", NEW."code", NEW."commands", NEW."digest", NEW."duty_en", NEW."duty_vi", NEW."id", NEW."kinds", NEW."many", NEW."name_en", NEW."name_vi", NEW."pack", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'insert', NEW."id", NEW."place", NEW."recorded_at", NEW."source", NEW."valid_from", NEW."version", NEW."withdrawn"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_insert_insert_1ad0a() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "incidents_incidentsourceevent" ("attached_at", "attached_by_id", "id", "incident_id", "kind", "opened_it", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reference", "title", "url") VALUES (NEW."attached_at", NEW."attached_by_id", NEW."id", NEW."incident_id", NEW."kind", NEW."opened_it", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'insert', NEW."id", NEW."reference", NEW."title", NEW."url"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_insert_insert_1ed31() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "accounts_apikeyevent" ("agency_id", "attributes_seen", "attributes_written", "created_at", "created_by_id", "entity_prefixes", "entity_types", "id", "kind", "name", "origin", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "revoked_at", "scopes", "tenants", "valid_to") VALUES (NEW."agency_id", NEW."attributes_seen", NEW."attributes_written", NEW."created_at", NEW."created_by_id", NEW."entity_prefixes", NEW."entity_types", NEW."id", NEW."kind", NEW."name", NEW."origin", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'insert', NEW."id", NEW."revoked_at", NEW."scopes", NEW."tenants", NEW."valid_to"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_insert_insert_2241a() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "forces_runcardevent" ("area_code", "area_valid_from", "certainty", "code", "digest", "id", "kinds", "level", "name_en", "name_vi", "needs", "pack", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "source", "valid_from", "version", "withdrawn") VALUES (NEW."area_code", NEW."area_valid_from", NEW."certainty", NEW."code", NEW."digest", NEW."id", NEW."kinds", NEW."level", NEW."name_en", NEW."name_vi", NEW."needs", NEW."pack", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'insert', NEW."id", NEW."recorded_at", NEW."source", NEW."valid_from", NEW."version", NEW."withdrawn"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_insert_insert_285dd() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "rules_alarmevent" ("acknowledged", "acknowledged_at", "acknowledged_by_id", "active", "agency_id", "assets", "cleared_at", "cleared_by", "close_reason", "closed_at", "closed_by_id", "entity_id", "entity_name", "entity_type", "entity_urn", "fired", "first_raised_at", "id", "kind", "lat", "lon", "occurrences", "origin", "owner_id", "participants", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "provider", "raised_at", "recorded_at", "rule_code", "rule_id", "set_aside_id", "severity", "suppressed_at", "suppressed_by", "unit_id") VALUES (NEW."acknowledged", NEW."acknowledged_at", NEW."acknowledged_by_id", NEW."active", NEW."agency_id", NEW."assets", NEW."cleared_at", NEW."cleared_by", NEW."close_reason", NEW."closed_at", NEW."closed_by_id", NEW."entity_id", NEW."entity_name", NEW."entity_type", NEW."entity_urn", NEW."fired", NEW."first_raised_at", NEW."id", NEW."kind", NEW."lat", NEW."lon", NEW."occurrences", NEW."origin", NEW."owner_id", NEW."participants", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'insert', NEW."id", NEW."provider", NEW."raised_at", NEW."recorded_at", NEW."rule_code", NEW."rule_id", NEW."set_aside_id", NEW."severity", NEW."suppressed_at", NEW."suppressed_by", NEW."unit_id"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_insert_insert_2aee0() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "duty_routeevent" ("about", "agency_id", "certainty", "code", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "policy_code", "position", "rule_code", "severities", "source", "unit_id", "valid_from", "valid_to") VALUES (NEW."about", NEW."agency_id", NEW."certainty", NEW."code", NEW."id", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'insert', NEW."id", NEW."policy_code", NEW."position", NEW."rule_code", NEW."severities", NEW."source", NEW."unit_id", NEW."valid_from", NEW."valid_to"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_insert_insert_2ed20() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "rules_alarmguideevent" ("certainty", "code", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source", "valid_from", "valid_to", "value") VALUES (NEW."certainty", NEW."code", NEW."id", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'insert', NEW."id", NEW."source", NEW."valid_from", NEW."valid_to", NEW."value"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_insert_insert_341b2() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "shiftbook_shiftruleevent" ("certainty", "code", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source", "valid_from", "valid_to", "value") VALUES (NEW."certainty", NEW."code", NEW."id", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'insert', NEW."id", NEW."source", NEW."valid_from", NEW."valid_to", NEW."value"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_insert_insert_35403() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "shiftbook_deskevent" ("agency_id", "code", "id", "name_en", "name_vi", "own_only", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "roster", "unit_id", "valid_from", "valid_to") VALUES (NEW."agency_id", NEW."code", NEW."id", NEW."name_en", NEW."name_vi", NEW."own_only", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'insert', NEW."id", NEW."roster", NEW."unit_id", NEW."valid_from", NEW."valid_to"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_insert_insert_3581d() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "warnings_warningtextevent" ("description", "headline", "id", "instruction", "language", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "warning_id") VALUES (NEW."description", NEW."headline", NEW."id", NEW."instruction", NEW."language", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'insert', NEW."id", NEW."warning_id"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_insert_insert_38582() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "tasks_extensionevent" ("asked_agency_id", "asked_at", "asked_by_id", "decided_at", "decided_by_id", "decision", "due_before", "id", "new_due", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "state", "task_id") VALUES (NEW."asked_agency_id", NEW."asked_at", NEW."asked_by_id", NEW."decided_at", NEW."decided_by_id", NEW."decision", NEW."due_before", NEW."id", NEW."new_due", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'insert', NEW."id", NEW."reason", NEW."state", NEW."task_id"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_insert_insert_38b86() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "crews_crewruleevent" ("certainty", "code", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source", "valid_from", "valid_to", "value") VALUES (NEW."certainty", NEW."code", NEW."id", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'insert', NEW."id", NEW."source", NEW."valid_from", NEW."valid_to", NEW."value"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_insert_insert_38d79() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "calls_calllegevent" ("agency_id", "answered_at", "answered_by_id", "asked_at", "asked_by_id", "call_id", "closed_at", "id", "incident_id", "message", "note", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "service", "state", "warm") VALUES (NEW."agency_id", NEW."answered_at", NEW."answered_by_id", NEW."asked_at", NEW."asked_by_id", NEW."call_id", NEW."closed_at", NEW."id", NEW."incident_id", NEW."message", NEW."note", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'insert', NEW."id", NEW."service", NEW."state", NEW."warm"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_insert_insert_3b39a() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "kernel_retentionruleevent" ("certainty", "code", "days", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose", "source", "valid_from", "valid_to") VALUES (NEW."certainty", NEW."code", NEW."days", NEW."id", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'insert', NEW."id", NEW."purpose", NEW."source", NEW."valid_from", NEW."valid_to"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_insert_insert_3d4f6() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "duty_runevent" ("agency_id", "began_at", "due_at", "ended_at", "id", "kind", "origin", "path", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "policy_id", "position", "reference", "round", "severity", "state", "taken_by_id", "title_en", "title_vi", "unit_id") VALUES (NEW."agency_id", NEW."began_at", NEW."due_at", NEW."ended_at", NEW."id", NEW."kind", NEW."origin", NEW."path", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'insert', NEW."id", NEW."policy_id", NEW."position", NEW."reference", NEW."round", NEW."severity", NEW."state", NEW."taken_by_id", NEW."title_en", NEW."title_vi", NEW."unit_id"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_insert_insert_41004() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "duty_patternevent" ("days", "id", "keeps", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by_id", "roster_id", "shifts", "valid_from", "valid_to") VALUES (NEW."days", NEW."id", NEW."keeps", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'insert', NEW."id", NEW."recorded_at", NEW."recorded_by_id", NEW."roster_id", NEW."shifts", NEW."valid_from", NEW."valid_to"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_insert_insert_44a98() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "rules_alarmcommentevent" ("alarm_id", "id", "person_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "text") VALUES (NEW."alarm_id", NEW."id", NEW."person_id", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'insert', NEW."id", NEW."recorded_at", NEW."text"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_insert_insert_45800() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "forces_checkinevent" ("answered_at", "answered_by_id", "assignment_id", "due_at", "every_s", "id", "note", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "told_at") VALUES (NEW."answered_at", NEW."answered_by_id", NEW."assignment_id", NEW."due_at", NEW."every_s", NEW."id", NEW."note", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'insert', NEW."id", NEW."told_at"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_insert_insert_4d80a() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "codelists_entryevent" ("code", "ended", "extra", "id", "name_en", "name_vi", "parent", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "release_id", "replaced_by") VALUES (NEW."code", NEW."ended", NEW."extra", NEW."id", NEW."name_en", NEW."name_vi", NEW."parent", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'insert', NEW."id", NEW."position", NEW."release_id", NEW."replaced_by"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_insert_insert_4fb61() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "notify_channelevent" ("agency_id", "changed_at", "changed_by_id", "code", "id", "is_on", "kind", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "secrets_changed_at", "settings", "unit_id", "way") VALUES (NEW."agency_id", NEW."changed_at", NEW."changed_by_id", NEW."code", NEW."id", NEW."is_on", NEW."kind", NEW."name", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'insert', NEW."id", NEW."position", NEW."secrets_changed_at", NEW."settings", NEW."unit_id", NEW."way"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_insert_insert_53bdb() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "incidents_incidentmergeevent" ("at", "by_id", "id", "moved", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "source_id", "target_id", "undo_reason", "undone_at", "undone_by_id", "was_status") VALUES (NEW."at", NEW."by_id", NEW."id", NEW."moved", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'insert', NEW."id", NEW."reason", NEW."source_id", NEW."target_id", NEW."undo_reason", NEW."undone_at", NEW."undone_by_id", NEW."was_status"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_insert_insert_54af6() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "forces_assignmentevent" ("acknowledged_at", "alerted_at", "at_hospital_at", "en_route_at", "ended_as", "ended_at", "ended_by_id", "ended_reason", "force_id", "id", "incident_id", "level", "on_scene_at", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recommended", "sent_by_id", "silent_told_at", "transporting_at") VALUES (NEW."acknowledged_at", NEW."alerted_at", NEW."at_hospital_at", NEW."en_route_at", NEW."ended_as", NEW."ended_at", NEW."ended_by_id", NEW."ended_reason", NEW."force_id", NEW."id", NEW."incident_id", NEW."level", NEW."on_scene_at", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'insert', NEW."id", NEW."recommended", NEW."sent_by_id", NEW."silent_told_at", NEW."transporting_at"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_insert_insert_5a1c1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "duty_stepevent" ("agency_id", "first_only", "id", "importance", "kind", "only_count", "only_from", "only_to", "only_window_s", "people", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "policy_id", "position", "roster_id", "url", "wait_s") VALUES (NEW."agency_id", NEW."first_only", NEW."id", NEW."importance", NEW."kind", NEW."only_count", NEW."only_from", NEW."only_to", NEW."only_window_s", NEW."people", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'insert', NEW."id", NEW."policy_id", NEW."position", NEW."roster_id", NEW."url", NEW."wait_s"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_insert_insert_5a65c() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "rules_decideddayevent" ("certainty", "date", "id", "name_en", "name_vi", "off", "pack", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source", "tet") VALUES (NEW."certainty", NEW."date", NEW."id", NEW."name_en", NEW."name_vi", NEW."off", NEW."pack", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'insert', NEW."id", NEW."source", NEW."tet"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_insert_insert_5bb27() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "commands_commandevent" ("acknowledged_at", "acknowledgement", "agency_id", "asked_at", "asked_by_id", "channel_id", "code", "decided_at", "decided_by_id", "ended_at", "entity_name", "expires_at", "id", "incident", "key", "needs_second", "note", "pack", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "risk", "sent_at", "shown_by", "state", "told", "trouble", "unit_id", "until", "urn", "value") VALUES (NEW."acknowledged_at", NEW."acknowledgement", NEW."agency_id", NEW."asked_at", NEW."asked_by_id", NEW."channel_id", NEW."code", NEW."decided_at", NEW."decided_by_id", NEW."ended_at", NEW."entity_name", NEW."expires_at", NEW."id", NEW."incident", NEW."key", NEW."needs_second", NEW."note", NEW."pack", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'insert', NEW."id", NEW."reason", NEW."risk", NEW."sent_at", NEW."shown_by", NEW."state", NEW."told", NEW."trouble", NEW."unit_id", NEW."until", NEW."urn", NEW."value"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_insert_insert_5c888() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "duty_patternplaceevent" ("crew", "id", "pattern_id", "person_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position") VALUES (NEW."crew", NEW."id", NEW."pattern_id", NEW."person_id", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'insert', NEW."id", NEW."position"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_insert_insert_5ef44() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "duty_rosterevent" ("agency_id", "code", "desk", "id", "name_en", "name_vi", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "time_zone", "unit_id", "valid_from", "valid_to") VALUES (NEW."agency_id", NEW."code", NEW."desk", NEW."id", NEW."name_en", NEW."name_vi", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'insert', NEW."id", NEW."phone", NEW."time_zone", NEW."unit_id", NEW."valid_from", NEW."valid_to"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_insert_insert_64094() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "calls_recordingholdevent" ("call_id", "ended_at", "ended_by_id", "ended_reason", "held_at", "held_by_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason") VALUES (NEW."call_id", NEW."ended_at", NEW."ended_by_id", NEW."ended_reason", NEW."held_at", NEW."held_by_id", NEW."id", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'insert', NEW."id", NEW."reason"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_insert_insert_6593b() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "calls_callruleevent" ("certainty", "code", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source", "valid_from", "valid_to", "value") VALUES (NEW."certainty", NEW."code", NEW."id", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'insert', NEW."id", NEW."source", NEW."valid_from", NEW."valid_to", NEW."value"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_insert_insert_66360() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "codelists_codelistevent" ("basis", "certainty", "code", "home", "id", "name_en", "name_vi", "owner_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose_en", "purpose_vi") VALUES (NEW."basis", NEW."certainty", NEW."code", NEW."home", NEW."id", NEW."name_en", NEW."name_vi", NEW."owner_id", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'insert', NEW."id", NEW."purpose_en", NEW."purpose_vi"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_insert_insert_67acf() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "accounts_agencyevent" ("code", "id", "kind", "name_en", "name_vi", "parent_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "unit_id", "valid_from", "valid_to") VALUES (NEW."code", NEW."id", NEW."kind", NEW."name_en", NEW."name_vi", NEW."parent_id", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'insert', NEW."id", NEW."phone", NEW."unit_id", NEW."valid_from", NEW."valid_to"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_insert_insert_686d3() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "incidents_incidentprocedureevent" ("begun_at", "begun_by_id", "code", "id", "incident_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "procedure_id") VALUES (NEW."begun_at", NEW."begun_by_id", NEW."code", NEW."id", NEW."incident_id", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'insert', NEW."id", NEW."procedure_id"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_insert_insert_6ab67() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "indicators_indicatorevent" ("about_en", "about_vi", "attribute", "attribute_unit", "better", "certainty", "code", "digest", "entity_type", "figure", "id", "name_en", "name_vi", "over", "owner", "pack", "parameters", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by_id", "source", "target", "unit_code", "valid_from", "version", "withdrawn") VALUES (NEW."about_en", NEW."about_vi", NEW."attribute", NEW."attribute_unit", NEW."better", NEW."certainty", NEW."code", NEW."digest", NEW."entity_type", NEW."figure", NEW."id", NEW."name_en", NEW."name_vi", NEW."over", NEW."owner", NEW."pack", NEW."parameters", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'insert', NEW."id", NEW."recorded_at", NEW."recorded_by_id", NEW."source", NEW."target", NEW."unit_code", NEW."valid_from", NEW."version", NEW."withdrawn"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_insert_insert_6b541() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "accounts_personevent" ("agency_id", "created_at", "email", "ends_on", "full_name", "id", "is_active", "kind", "must_change_password", "password_changed_at", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "reviewed_on", "search_text", "title", "username") VALUES (NEW."agency_id", NEW."created_at", NEW."email", NEW."ends_on", NEW."full_name", NEW."id", NEW."is_active", NEW."kind", NEW."must_change_password", NEW."password_changed_at", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'insert', NEW."id", NEW."phone", NEW."reviewed_on", NEW."search_text", NEW."title", NEW."username"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_insert_insert_6bb77() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "rules_scheduleevent" ("certainty", "code", "days", "hours", "id", "name_en", "name_vi", "pack", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source", "valid_from") VALUES (NEW."certainty", NEW."code", NEW."days", NEW."hours", NEW."id", NEW."name_en", NEW."name_vi", NEW."pack", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'insert', NEW."id", NEW."source", NEW."valid_from"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_insert_insert_6c860() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "warnings_publicwarningevent" ("agency_id", "asked_at", "asked_by_id", "bulletin", "bulletin_at", "bulletin_issuer", "bulletin_number", "category", "certainty", "changed_at", "changed_by_id", "code", "contact", "digest", "drafted_at", "drafted_by_id", "ended_at", "ended_why", "event", "expires", "follows_id", "id", "incident_id", "key", "kind", "level", "onset", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "released_by_id", "responses", "returned", "revision", "sender", "sent", "severity", "shapes", "state", "status", "urgency", "writers") VALUES (NEW."agency_id", NEW."asked_at", NEW."asked_by_id", NEW."bulletin", NEW."bulletin_at", NEW."bulletin_issuer", NEW."bulletin_number", NEW."category", NEW."certainty", NEW."changed_at", NEW."changed_by_id", NEW."code", NEW."contact", NEW."digest", NEW."drafted_at", NEW."drafted_by_id", NEW."ended_at", NEW."ended_why", NEW."event", NEW."expires", NEW."follows_id", NEW."id", NEW."incident_id", NEW."key", NEW."kind", NEW."level", NEW."onset", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'insert', NEW."id", NEW."reason", NEW."released_by_id", NEW."responses", NEW."returned", NEW."revision", NEW."sender", NEW."sent", NEW."severity", NEW."shapes", NEW."state", NEW."status", NEW."urgency", NEW."writers"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_insert_insert_6f6d0() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "calls_serviceevent" ("certainty", "code", "emergency", "id", "name_en", "name_vi", "pack", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source", "valid_from", "withdrawn") VALUES (NEW."certainty", NEW."code", NEW."emergency", NEW."id", NEW."name_en", NEW."name_vi", NEW."pack", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'insert', NEW."id", NEW."source", NEW."valid_from", NEW."withdrawn"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_insert_insert_77ca7() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "accounts_rolegrantevent" ("agency_id", "group_id", "id", "person_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role_id", "unit_id", "valid_from", "valid_to") VALUES (NEW."agency_id", NEW."group_id", NEW."id", NEW."person_id", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'insert', NEW."id", NEW."role_id", NEW."unit_id", NEW."valid_from", NEW."valid_to"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_insert_insert_87d09() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "shiftbook_shiftevent" ("begins_at", "closed_at", "code", "desk_id", "ends_at", "handed_by_id", "id", "name", "opened_at", "opened_by_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "previous_id", "responsible_id", "state", "taken_by_id", "unopened_at") VALUES (NEW."begins_at", NEW."closed_at", NEW."code", NEW."desk_id", NEW."ends_at", NEW."handed_by_id", NEW."id", NEW."name", NEW."opened_at", NEW."opened_by_id", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'insert', NEW."id", NEW."previous_id", NEW."responsible_id", NEW."state", NEW."taken_by_id", NEW."unopened_at"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_insert_insert_8cb96() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "rules_ruleevent" ("advice_en", "advice_vi", "agency_id", "armed", "attributes", "certainty", "change_reason", "changed_by_id", "clear", "clear_hold", "code", "condition", "digest", "entity_type", "group_id", "hold", "id", "kind", "legal", "name_en", "name_vi", "no_data_after", "pack", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "schedule", "severity", "source", "suppress", "together_least", "together_radius_m", "together_within", "unit_id", "valid_from", "version", "withdrawn", "words_en", "words_vi") VALUES (NEW."advice_en", NEW."advice_vi", NEW."agency_id", NEW."armed", NEW."attributes", NEW."certainty", NEW."change_reason", NEW."changed_by_id", NEW."clear", NEW."clear_hold", NEW."code", NEW."condition", NEW."digest", NEW."entity_type", NEW."group_id", NEW."hold", NEW."id", NEW."kind", NEW."legal", NEW."name_en", NEW."name_vi", NEW."no_data_after", NEW."pack", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'insert', NEW."id", NEW."recorded_at", NEW."schedule", NEW."severity", NEW."source", NEW."suppress", NEW."together_least", NEW."together_radius_m", NEW."together_within", NEW."unit_id", NEW."valid_from", NEW."version", NEW."withdrawn", NEW."words_en", NEW."words_vi"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_insert_insert_90c16() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "tasks_taskpartevent" ("agency_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "task_id", "unit_id") VALUES (NEW."agency_id", NEW."id", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'insert', NEW."id", NEW."role", NEW."task_id", NEW."unit_id"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_insert_insert_98e99() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "cameras_cameraruleevent" ("certainty", "code", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source", "valid_from", "valid_to", "value") VALUES (NEW."certainty", NEW."code", NEW."id", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'insert', NEW."id", NEW."source", NEW."valid_from", NEW."valid_to", NEW."value"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_insert_insert_9a410() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "indicators_reportevent" ("agency_id", "day", "decided_at", "decided_by_id", "decision", "document_name", "document_path", "document_sha256", "due_at", "form", "from_file", "id", "late", "number", "pack", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "remark", "state", "typed_at", "typed_by_id", "unit_id", "values") VALUES (NEW."agency_id", NEW."day", NEW."decided_at", NEW."decided_by_id", NEW."decision", NEW."document_name", NEW."document_path", NEW."document_sha256", NEW."due_at", NEW."form", NEW."from_file", NEW."id", NEW."late", NEW."number", NEW."pack", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'insert', NEW."id", NEW."remark", NEW."state", NEW."typed_at", NEW."typed_by_id", NEW."unit_id", NEW."values"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_insert_insert_9e56e() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "rules_alarmlinkevent" ("alarm_id", "id", "kind", "open", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "reference", "url") VALUES (NEW."alarm_id", NEW."id", NEW."kind", NEW."open", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'insert', NEW."id", NEW."recorded_at", NEW."reference", NEW."url"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_insert_insert_a4e2b() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "warnings_warningunitevent" ("code", "id", "name", "name_en", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "unit_id", "valid_from", "warning_id") VALUES (NEW."code", NEW."id", NEW."name", NEW."name_en", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'insert', NEW."id", NEW."unit_id", NEW."valid_from", NEW."warning_id"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_insert_insert_a7dd0() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "accounts_lookpurposeevent" ("certainty", "code", "id", "kinds", "name_en", "name_vi", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source", "valid_from", "valid_to", "words") VALUES (NEW."certainty", NEW."code", NEW."id", NEW."kinds", NEW."name_en", NEW."name_vi", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'insert', NEW."id", NEW."source", NEW."valid_from", NEW."valid_to", NEW."words"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_insert_insert_a87e8() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "packs_loadedpackevent" ("code", "contents", "edition_id", "fingerprint", "loaded_at", "loaded_by_id", "manifest", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "version") VALUES (NEW."code", NEW."contents", NEW."edition_id", NEW."fingerprint", NEW."loaded_at", NEW."loaded_by_id", NEW."manifest", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'insert', NEW."code", NEW."version"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_insert_insert_ab0c0() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "calls_placelinkevent" ("call_id", "expires_at", "id", "opened_at", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sent_at", "sent_by_id", "token_hash", "told_at") VALUES (NEW."call_id", NEW."expires_at", NEW."id", NEW."opened_at", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'insert', NEW."id", NEW."sent_at", NEW."sent_by_id", NEW."token_hash", NEW."told_at"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_insert_insert_ac3ae() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "shiftbook_handoverevent" ("answer", "answered_at", "answered_by_id", "at", "by_id", "id", "note", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "shift_id", "state", "to_id") VALUES (NEW."answer", NEW."answered_at", NEW."answered_by_id", NEW."at", NEW."by_id", NEW."id", NEW."note", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'insert', NEW."id", NEW."shift_id", NEW."state", NEW."to_id"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_insert_insert_acc04() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "duty_swapevent" ("answered_at", "asked_at", "asker_id", "back_begins_at", "back_ends_at", "begins_at", "ends_at", "id", "other_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "roster_id", "state") VALUES (NEW."answered_at", NEW."asked_at", NEW."asker_id", NEW."back_begins_at", NEW."back_ends_at", NEW."begins_at", NEW."ends_at", NEW."id", NEW."other_id", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'insert', NEW."id", NEW."reason", NEW."roster_id", NEW."state"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_insert_insert_b1827() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "incidents_incidentstepevent" ("do_en", "do_vi", "due_at", "id", "note", "number", "optional", "owner_agency_id", "owner_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "settled_at", "settled_by_id", "state", "walk_id", "who") VALUES (NEW."do_en", NEW."do_vi", NEW."due_at", NEW."id", NEW."note", NEW."number", NEW."optional", NEW."owner_agency_id", NEW."owner_id", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'insert', NEW."id", NEW."settled_at", NEW."settled_by_id", NEW."state", NEW."walk_id", NEW."who"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_insert_insert_b5c1c() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "dispatch_targetevent" ("certainty", "code", "id", "measure", "pack", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "service", "share", "source", "standard", "valid_from", "valid_to", "within_s") VALUES (NEW."certainty", NEW."code", NEW."id", NEW."measure", NEW."pack", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'insert', NEW."id", NEW."service", NEW."share", NEW."source", NEW."standard", NEW."valid_from", NEW."valid_to", NEW."within_s"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_insert_insert_c0609() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "notify_notifyruleevent" ("certainty", "code", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source", "valid_from", "valid_to", "value") VALUES (NEW."certainty", NEW."code", NEW."id", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'insert', NEW."id", NEW."source", NEW."valid_from", NEW."valid_to", NEW."value"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_insert_insert_c12f2() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "duty_policyevent" ("agency_id", "certainty", "code", "id", "last_wait_s", "name_en", "name_vi", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "repeats", "source", "valid_from", "valid_to") VALUES (NEW."agency_id", NEW."certainty", NEW."code", NEW."id", NEW."last_wait_s", NEW."name_en", NEW."name_vi", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'insert', NEW."id", NEW."repeats", NEW."source", NEW."valid_from", NEW."valid_to"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_insert_insert_c5c6c() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "territory_unitevent" ("area_km2", "begin_known", "code", "decree", "first_id", "full_name", "id", "kind", "lat", "level", "lon", "name", "name_en", "parent_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "search_text", "source", "valid_from", "valid_to") VALUES (NEW."area_km2", NEW."begin_known", NEW."code", NEW."decree", NEW."first_id", NEW."full_name", NEW."id", NEW."kind", NEW."lat", NEW."level", NEW."lon", NEW."name", NEW."name_en", NEW."parent_id", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'insert', NEW."id", NEW."search_text", NEW."source", NEW."valid_from", NEW."valid_to"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_insert_insert_d0646() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "duty_overrideevent" ("begins_at", "decided_at", "decided_by_id", "ends_at", "id", "people", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "roster_id", "withdrawn_at") VALUES (NEW."begins_at", NEW."decided_at", NEW."decided_by_id", NEW."ends_at", NEW."id", NEW."people", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'insert', NEW."id", NEW."reason", NEW."roster_id", NEW."withdrawn_at"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_insert_insert_d3a39() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "notify_addressevent" ("created_at", "id", "label", "person_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "verified_at", "way") VALUES (NEW."created_at", NEW."id", NEW."label", NEW."person_id", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'insert', NEW."id", NEW."verified_at", NEW."way"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_insert_insert_d4a8b() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "incidents_procedureevent" ("categories", "certainty", "code", "digest", "id", "name_en", "name_vi", "pack", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "rules", "source", "steps", "valid_from", "version", "withdrawn") VALUES (NEW."categories", NEW."certainty", NEW."code", NEW."digest", NEW."id", NEW."name_en", NEW."name_vi", NEW."pack", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'insert', NEW."id", NEW."recorded_at", NEW."rules", NEW."source", NEW."steps", NEW."valid_from", NEW."version", NEW."withdrawn"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_insert_insert_d610f() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "crews_crewdutyevent" ("began_at", "ended_at", "ended_by_id", "force_id", "id", "person_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "until") VALUES (NEW."began_at", NEW."ended_at", NEW."ended_by_id", NEW."force_id", NEW."id", NEW."person_id", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'insert', NEW."id", NEW."until"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_insert_insert_d7e1d() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "territory_unitareaevent" ("approximate", "east", "id", "imported_at", "north", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sha256", "source", "south", "unit_id", "west") VALUES (NEW."approximate", NEW."east", NEW."id", NEW."imported_at", NEW."north", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'insert', NEW."id", NEW."sha256", NEW."source", NEW."south", NEW."unit_id", NEW."west"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_insert_insert_d82e0() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "drills_drillevent" ("agency_id", "ended_at", "ended_by_id", "id", "made_at", "made_by_id", "name", "pace", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "port", "removed_at", "scenario", "started_at", "state", "title_en", "title_vi") VALUES (NEW."agency_id", NEW."ended_at", NEW."ended_by_id", NEW."id", NEW."made_at", NEW."made_by_id", NEW."name", NEW."pace", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'insert', NEW."id", NEW."port", NEW."removed_at", NEW."scenario", NEW."started_at", NEW."state", NEW."title_en", NEW."title_vi"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_insert_insert_d8545() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "kernel_eventfailureevent" ("error", "event_id", "handler", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "settled_at", "tries") VALUES (NEW."error", NEW."event_id", NEW."handler", NEW."id", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'insert', NEW."id", NEW."recorded_at", NEW."settled_at", NEW."tries"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_insert_insert_d92e6() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "incidents_incidentlegevent" ("agency_id", "answer", "answered_at", "answered_by_id", "asked_at", "asked_by_id", "ended_at", "ended_by_id", "id", "incident_id", "message", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "result", "shares_notes", "state", "unit_id") VALUES (NEW."agency_id", NEW."answer", NEW."answered_at", NEW."answered_by_id", NEW."asked_at", NEW."asked_by_id", NEW."ended_at", NEW."ended_by_id", NEW."id", NEW."incident_id", NEW."message", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'insert', NEW."id", NEW."result", NEW."shares_notes", NEW."state", NEW."unit_id"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_insert_insert_d9a3a() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "accounts_roleevent" ("administrative", "code", "gives", "id", "name_en", "name_vi", "permissions", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position") VALUES (NEW."administrative", NEW."code", NEW."gives", NEW."id", NEW."name_en", NEW."name_vi", NEW."permissions", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'insert', NEW."id", NEW."position"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_insert_insert_db14b() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "cameras_cameraevent" ("address", "agency_id", "changed_at", "changed_by_id", "code", "direction", "field_of_view", "groups", "id", "in_service", "lat", "lon", "name", "notice", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "purposes", "recorder_id", "secret_changed_at", "unit_id", "urn") VALUES (NEW."address", NEW."agency_id", NEW."changed_at", NEW."changed_by_id", NEW."code", NEW."direction", NEW."field_of_view", NEW."groups", NEW."id", NEW."in_service", NEW."lat", NEW."lon", NEW."name", NEW."notice", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'insert', NEW."id", NEW."purposes", NEW."recorder_id", NEW."secret_changed_at", NEW."unit_id", NEW."urn"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_insert_insert_dfe39() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "calls_lineevent" ("agency_id", "certainty", "changed_by_id", "id", "name", "number", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "service", "source", "unit_id", "valid_from", "valid_to") VALUES (NEW."agency_id", NEW."certainty", NEW."changed_by_id", NEW."id", NEW."name", NEW."number", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'insert', NEW."id", NEW."service", NEW."source", NEW."unit_id", NEW."valid_from", NEW."valid_to"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_insert_insert_e060a() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "incidents_incidentalarmevent" ("alarm_id", "id", "incident_id", "open", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."alarm_id", NEW."id", NEW."incident_id", NEW."open", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'insert', NEW."id"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_insert_insert_e1c02() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "territory_unitgroupmemberevent" ("group_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "unit_id", "valid_from", "valid_to") VALUES (NEW."group_id", NEW."id", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'insert', NEW."id", NEW."unit_id", NEW."valid_from", NEW."valid_to"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_insert_insert_e2e86() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "tasks_taskevent" ("agency_id", "changed_at", "code", "due_at", "due_expected", "due_said", "ended_at", "ended_by_id", "first_due_at", "given_at", "giver_id", "handed_in_at", "handed_in_by_id", "id", "importance", "key", "lead_agency_id", "lead_person_id", "overdue_told_at", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "soon_told_at", "source_code", "source_kind", "source_path", "state", "text", "title", "unit_id") VALUES (NEW."agency_id", NEW."changed_at", NEW."code", NEW."due_at", NEW."due_expected", NEW."due_said", NEW."ended_at", NEW."ended_by_id", NEW."first_due_at", NEW."given_at", NEW."giver_id", NEW."handed_in_at", NEW."handed_in_by_id", NEW."id", NEW."importance", NEW."key", NEW."lead_agency_id", NEW."lead_person_id", NEW."overdue_told_at", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'insert', NEW."id", NEW."reason", NEW."soon_told_at", NEW."source_code", NEW."source_kind", NEW."source_path", NEW."state", NEW."text", NEW."title", NEW."unit_id"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_insert_insert_e5a36() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "calls_protocolcardevent" ("advice", "approved_by", "approved_on", "certainty", "code", "digest", "id", "kinds", "name_en", "name_vi", "pack", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "questions", "recorded_at", "source", "valid_from", "version", "withdrawn") VALUES (NEW."advice", NEW."approved_by", NEW."approved_on", NEW."certainty", NEW."code", NEW."digest", NEW."id", NEW."kinds", NEW."name_en", NEW."name_vi", NEW."pack", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'insert', NEW."id", NEW."questions", NEW."recorded_at", NEW."source", NEW."valid_from", NEW."version", NEW."withdrawn"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_insert_insert_ed319() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "territory_unitchangeevent" ("changed_on", "decree", "from_unit_id", "id", "kind", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "share", "source", "to_unit_id") VALUES (NEW."changed_on", NEW."decree", NEW."from_unit_id", NEW."id", NEW."kind", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'insert', NEW."id", NEW."share", NEW."source", NEW."to_unit_id"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_insert_insert_ede08() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "cameras_cameragrantevent" ("agency_id", "document", "granted_at", "granted_by_id", "group", "id", "owner_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose", "valid_from", "valid_to") VALUES (NEW."agency_id", NEW."document", NEW."granted_at", NEW."granted_by_id", NEW."group", NEW."id", NEW."owner_id", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'insert', NEW."id", NEW."purpose", NEW."valid_from", NEW."valid_to"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_insert_insert_edffb() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "incidents_incidentevent" ("accuracy_m", "agency_id", "changed_at", "close_reason", "closed_at", "closed_by_id", "code", "id", "kind", "lat", "lead_id", "lon", "merged_into_id", "opened_at", "opened_by_id", "origin", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "severity", "status", "title", "unit_id") VALUES (NEW."accuracy_m", NEW."agency_id", NEW."changed_at", NEW."close_reason", NEW."closed_at", NEW."closed_by_id", NEW."code", NEW."id", NEW."kind", NEW."lat", NEW."lead_id", NEW."lon", NEW."merged_into_id", NEW."opened_at", NEW."opened_by_id", NEW."origin", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'insert', NEW."id", NEW."place", NEW."severity", NEW."status", NEW."title", NEW."unit_id"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_insert_insert_f0ede() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "calls_numbermarkevent" ("ended_at", "ended_by_id", "id", "marked_at", "marked_by_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "until") VALUES (NEW."ended_at", NEW."ended_by_id", NEW."id", NEW."marked_at", NEW."marked_by_id", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'insert', NEW."id", NEW."reason", NEW."until"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_insert_insert_f30c9() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "incidents_heldroleevent" ("agency_id", "code", "end_reason", "ended_by_id", "from_at", "given_by_id", "id", "incident_id", "name", "person_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "reason", "role_id", "single", "until_at") VALUES (NEW."agency_id", NEW."code", NEW."end_reason", NEW."ended_by_id", NEW."from_at", NEW."given_by_id", NEW."id", NEW."incident_id", NEW."name", NEW."person_id", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'insert', NEW."id", NEW."phone", NEW."reason", NEW."role_id", NEW."single", NEW."until_at"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_insert_insert_f5b02() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "codelists_releaseevent" ("certainty", "digest", "id", "list_id", "made_at", "made_by_id", "note", "number", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published_at", "published_by_id", "source", "status", "valid_from") VALUES (NEW."certainty", NEW."digest", NEW."id", NEW."list_id", NEW."made_at", NEW."made_by_id", NEW."note", NEW."number", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'insert', NEW."id", NEW."published_at", NEW."published_by_id", NEW."source", NEW."status", NEW."valid_from"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_insert_insert_f6da1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "commands_channelevent" ("agency_id", "changed_at", "changed_by_id", "code", "id", "is_on", "kind", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "secrets_changed_at", "settings", "unit_id", "urns") VALUES (NEW."agency_id", NEW."changed_at", NEW."changed_by_id", NEW."code", NEW."id", NEW."is_on", NEW."kind", NEW."name", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'insert', NEW."id", NEW."secrets_changed_at", NEW."settings", NEW."unit_id", NEW."urns"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_insert_insert_f8d99() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "connectors_sourceevent" ("agency_id", "ask_every_s", "code", "contact", "created_at", "created_by_id", "daily_at", "every_s", "id", "kind", "mapping_text", "name_en", "name_vi", "origin", "own_only", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose", "secrets_changed_at", "settings", "state", "state_since", "tolerance_s", "unit_id") VALUES (NEW."agency_id", NEW."ask_every_s", NEW."code", NEW."contact", NEW."created_at", NEW."created_by_id", NEW."daily_at", NEW."every_s", NEW."id", NEW."kind", NEW."mapping_text", NEW."name_en", NEW."name_vi", NEW."origin", NEW."own_only", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'insert', NEW."id", NEW."purpose", NEW."secrets_changed_at", NEW."settings", NEW."state", NEW."state_since", NEW."tolerance_s", NEW."unit_id"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_insert_insert_fa8f9() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "incidents_incidententityevent" ("id", "incident_id", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "urn") VALUES (NEW."id", NEW."incident_id", NEW."name", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'insert', NEW."id", NEW."urn"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_insert_insert_fc45f() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "rules_setasideevent" ("agency_id", "end", "ended_at", "ended_by_id", "entity_id", "entity_name", "entity_urn", "id", "kind", "person_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "review_on", "rule_code", "severity", "since", "unit_id", "until") VALUES (NEW."agency_id", NEW."end", NEW."ended_at", NEW."ended_by_id", NEW."entity_id", NEW."entity_name", NEW."entity_urn", NEW."id", NEW."kind", NEW."person_id", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'insert', NEW."id", NEW."reason", NEW."review_on", NEW."rule_code", NEW."severity", NEW."since", NEW."unit_id", NEW."until"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_insert_insert_fcce2() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "notify_preferenceevent" ("id", "language", "person_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "quiet_from", "quiet_to", "ways") VALUES (NEW."id", NEW."language", NEW."person_id", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'insert', NEW."id", NEW."quiet_from", NEW."quiet_to", NEW."ways"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_insert_insert_ffd03() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "calls_callevent" ("adapter", "address", "agency_id", "answered_at", "answers", "code", "ended_at", "external_id", "id", "incident_id", "kind", "kind_why", "line_id", "narrative", "number_dialled", "number_typed", "origin", "outcome", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place_source", "placed_at", "received_at", "returned_at", "returned_by_id", "severity", "state", "taken_at", "taken_by_id", "typed_rev", "unit_id", "wrapped_at") VALUES (NEW."adapter", NEW."address", NEW."agency_id", NEW."answered_at", NEW."answers", NEW."code", NEW."ended_at", NEW."external_id", NEW."id", NEW."incident_id", NEW."kind", NEW."kind_why", NEW."line_id", NEW."narrative", NEW."number_dialled", NEW."number_typed", NEW."origin", NEW."outcome", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'insert', NEW."id", NEW."place_source", NEW."placed_at", NEW."received_at", NEW."returned_at", NEW."returned_by_id", NEW."severity", NEW."state", NEW."taken_at", NEW."taken_by_id", NEW."typed_rev", NEW."unit_id", NEW."wrapped_at"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_only_in_a_draft_a1fff() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    
    perform from codelists_release
      where id = case when tg_op = 'DELETE' then old.release_id else new.release_id end and status = 'draft' for share;
    if not found or (tg_op = 'UPDATE' and old.release_id <> new.release_id) then
        raise exception 'the entries of a published release of a code list cannot be changed';
    end if;
    if tg_op = 'DELETE' then
        return old;
    end if;
    return new;

                END;
            $$;
CREATE FUNCTION public.pgtrigger_published_stays_4d5bd() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    
    if tg_op = 'UPDATE' and old.status = 'draft' then
        return new;
    end if;
    if tg_op = 'UPDATE' and old.status = 'published' and new.status = 'withdrawn'
       and old.valid_from > (now() at time zone 'Asia/Ho_Chi_Minh')::date
       and to_jsonb(new) - 'status' = to_jsonb(old) - 'status' then
        return new;
    end if;
    if tg_op = 'DELETE' and old.status = 'draft' then
        return old;
    end if;
    raise exception 'a published release of a code list cannot be changed';

                END;
            $$;
CREATE FUNCTION public.pgtrigger_update_update_023a0() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "accounts_roleevent" ("administrative", "code", "gives", "id", "name_en", "name_vi", "permissions", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position") VALUES (NEW."administrative", NEW."code", NEW."gives", NEW."id", NEW."name_en", NEW."name_vi", NEW."permissions", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'update', NEW."id", NEW."position"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_update_update_088ce() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "indicators_reportevent" ("agency_id", "day", "decided_at", "decided_by_id", "decision", "document_name", "document_path", "document_sha256", "due_at", "form", "from_file", "id", "late", "number", "pack", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "remark", "state", "typed_at", "typed_by_id", "unit_id", "values") VALUES (NEW."agency_id", NEW."day", NEW."decided_at", NEW."decided_by_id", NEW."decision", NEW."document_name", NEW."document_path", NEW."document_sha256", NEW."due_at", NEW."form", NEW."from_file", NEW."id", NEW."late", NEW."number", NEW."pack", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'update', NEW."id", NEW."remark", NEW."state", NEW."typed_at", NEW."typed_by_id", NEW."unit_id", NEW."values"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_update_update_0ae53() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "notify_channelevent" ("agency_id", "changed_at", "changed_by_id", "code", "id", "is_on", "kind", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "secrets_changed_at", "settings", "unit_id", "way") VALUES (NEW."agency_id", NEW."changed_at", NEW."changed_by_id", NEW."code", NEW."id", NEW."is_on", NEW."kind", NEW."name", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'update', NEW."id", NEW."position", NEW."secrets_changed_at", NEW."settings", NEW."unit_id", NEW."way"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_update_update_0e080() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "incidents_incidententityevent" ("id", "incident_id", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "urn") VALUES (NEW."id", NEW."incident_id", NEW."name", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'update', NEW."id", NEW."urn"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_update_update_0f1bc() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "commands_commandevent" ("acknowledged_at", "acknowledgement", "agency_id", "asked_at", "asked_by_id", "channel_id", "code", "decided_at", "decided_by_id", "ended_at", "entity_name", "expires_at", "id", "incident", "key", "needs_second", "note", "pack", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "risk", "sent_at", "shown_by", "state", "told", "trouble", "unit_id", "until", "urn", "value") VALUES (NEW."acknowledged_at", NEW."acknowledgement", NEW."agency_id", NEW."asked_at", NEW."asked_by_id", NEW."channel_id", NEW."code", NEW."decided_at", NEW."decided_by_id", NEW."ended_at", NEW."entity_name", NEW."expires_at", NEW."id", NEW."incident", NEW."key", NEW."needs_second", NEW."note", NEW."pack", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'update', NEW."id", NEW."reason", NEW."risk", NEW."sent_at", NEW."shown_by", NEW."state", NEW."told", NEW."trouble", NEW."unit_id", NEW."until", NEW."urn", NEW."value"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_update_update_12593() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "dispatch_targetevent" ("certainty", "code", "id", "measure", "pack", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "service", "share", "source", "standard", "valid_from", "valid_to", "within_s") VALUES (NEW."certainty", NEW."code", NEW."id", NEW."measure", NEW."pack", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'update', NEW."id", NEW."service", NEW."share", NEW."source", NEW."standard", NEW."valid_from", NEW."valid_to", NEW."within_s"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_update_update_161f8() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "kernel_retentionruleevent" ("certainty", "code", "days", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose", "source", "valid_from", "valid_to") VALUES (NEW."certainty", NEW."code", NEW."days", NEW."id", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'update', NEW."id", NEW."purpose", NEW."source", NEW."valid_from", NEW."valid_to"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_update_update_18640() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "shiftbook_shiftruleevent" ("certainty", "code", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source", "valid_from", "valid_to", "value") VALUES (NEW."certainty", NEW."code", NEW."id", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'update', NEW."id", NEW."source", NEW."valid_from", NEW."valid_to", NEW."value"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_update_update_1c34c() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "accounts_apikeyevent" ("agency_id", "attributes_seen", "attributes_written", "created_at", "created_by_id", "entity_prefixes", "entity_types", "id", "kind", "name", "origin", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "revoked_at", "scopes", "tenants", "valid_to") VALUES (NEW."agency_id", NEW."attributes_seen", NEW."attributes_written", NEW."created_at", NEW."created_by_id", NEW."entity_prefixes", NEW."entity_types", NEW."id", NEW."kind", NEW."name", NEW."origin", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'update', NEW."id", NEW."revoked_at", NEW."scopes", NEW."tenants", NEW."valid_to"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_update_update_1eb7b() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "territory_unitgroupevent" ("code", "id", "name_en", "name_vi", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "valid_from", "valid_to") VALUES (NEW."code", NEW."id", NEW."name_en", NEW."name_vi", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'update', NEW."id", NEW."valid_from", NEW."valid_to"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_update_update_1f3ba() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "commands_channelevent" ("agency_id", "changed_at", "changed_by_id", "code", "id", "is_on", "kind", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "secrets_changed_at", "settings", "unit_id", "urns") VALUES (NEW."agency_id", NEW."changed_at", NEW."changed_by_id", NEW."code", NEW."id", NEW."is_on", NEW."kind", NEW."name", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'update', NEW."id", NEW."secrets_changed_at", NEW."settings", NEW."unit_id", NEW."urns"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_update_update_1fbab() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "accounts_apikeyunitevent" ("apikey_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "unit_id") VALUES (NEW."apikey_id", NEW."id", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'update', NEW."id", NEW."unit_id"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_update_update_205f2() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "incidents_incidentstepevent" ("do_en", "do_vi", "due_at", "id", "note", "number", "optional", "owner_agency_id", "owner_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "settled_at", "settled_by_id", "state", "walk_id", "who") VALUES (NEW."do_en", NEW."do_vi", NEW."due_at", NEW."id", NEW."note", NEW."number", NEW."optional", NEW."owner_agency_id", NEW."owner_id", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'update', NEW."id", NEW."settled_at", NEW."settled_by_id", NEW."state", NEW."walk_id", NEW."who"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_update_update_22c4e() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "shiftbook_handoverevent" ("answer", "answered_at", "answered_by_id", "at", "by_id", "id", "note", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "shift_id", "state", "to_id") VALUES (NEW."answer", NEW."answered_at", NEW."answered_by_id", NEW."at", NEW."by_id", NEW."id", NEW."note", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'update', NEW."id", NEW."shift_id", NEW."state", NEW."to_id"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_update_update_29cd2() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "rules_ruleevent" ("advice_en", "advice_vi", "agency_id", "armed", "attributes", "certainty", "change_reason", "changed_by_id", "clear", "clear_hold", "code", "condition", "digest", "entity_type", "group_id", "hold", "id", "kind", "legal", "name_en", "name_vi", "no_data_after", "pack", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "schedule", "severity", "source", "suppress", "together_least", "together_radius_m", "together_within", "unit_id", "valid_from", "version", "withdrawn", "words_en", "words_vi") VALUES (NEW."advice_en", NEW."advice_vi", NEW."agency_id", NEW."armed", NEW."attributes", NEW."certainty", NEW."change_reason", NEW."changed_by_id", NEW."clear", NEW."clear_hold", NEW."code", NEW."condition", NEW."digest", NEW."entity_type", NEW."group_id", NEW."hold", NEW."id", NEW."kind", NEW."legal", NEW."name_en", NEW."name_vi", NEW."no_data_after", NEW."pack", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'update', NEW."id", NEW."recorded_at", NEW."schedule", NEW."severity", NEW."source", NEW."suppress", NEW."together_least", NEW."together_radius_m", NEW."together_within", NEW."unit_id", NEW."valid_from", NEW."version", NEW."withdrawn", NEW."words_en", NEW."words_vi"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_update_update_2acf8() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "accounts_lookpurposeevent" ("certainty", "code", "id", "kinds", "name_en", "name_vi", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source", "valid_from", "valid_to", "words") VALUES (NEW."certainty", NEW."code", NEW."id", NEW."kinds", NEW."name_en", NEW."name_vi", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'update', NEW."id", NEW."source", NEW."valid_from", NEW."valid_to", NEW."words"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_update_update_2bcf5() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "duty_routeevent" ("about", "agency_id", "certainty", "code", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "policy_code", "position", "rule_code", "severities", "source", "unit_id", "valid_from", "valid_to") VALUES (NEW."about", NEW."agency_id", NEW."certainty", NEW."code", NEW."id", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'update', NEW."id", NEW."policy_code", NEW."position", NEW."rule_code", NEW."severities", NEW."source", NEW."unit_id", NEW."valid_from", NEW."valid_to"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_update_update_2dcf3() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "duty_stepevent" ("agency_id", "first_only", "id", "importance", "kind", "only_count", "only_from", "only_to", "only_window_s", "people", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "policy_id", "position", "roster_id", "url", "wait_s") VALUES (NEW."agency_id", NEW."first_only", NEW."id", NEW."importance", NEW."kind", NEW."only_count", NEW."only_from", NEW."only_to", NEW."only_window_s", NEW."people", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'update', NEW."id", NEW."policy_id", NEW."position", NEW."roster_id", NEW."url", NEW."wait_s"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_update_update_2e28b() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "warnings_warningtextevent" ("description", "headline", "id", "instruction", "language", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "warning_id") VALUES (NEW."description", NEW."headline", NEW."id", NEW."instruction", NEW."language", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'update', NEW."id", NEW."warning_id"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_update_update_2e588() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "rules_scheduleevent" ("certainty", "code", "days", "hours", "id", "name_en", "name_vi", "pack", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source", "valid_from") VALUES (NEW."certainty", NEW."code", NEW."days", NEW."hours", NEW."id", NEW."name_en", NEW."name_vi", NEW."pack", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'update', NEW."id", NEW."source", NEW."valid_from"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_update_update_31af5() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "territory_unitgroupmemberevent" ("group_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "unit_id", "valid_from", "valid_to") VALUES (NEW."group_id", NEW."id", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'update', NEW."id", NEW."unit_id", NEW."valid_from", NEW."valid_to"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_update_update_3ae2e() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "forces_assignmentevent" ("acknowledged_at", "alerted_at", "at_hospital_at", "en_route_at", "ended_as", "ended_at", "ended_by_id", "ended_reason", "force_id", "id", "incident_id", "level", "on_scene_at", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recommended", "sent_by_id", "silent_told_at", "transporting_at") VALUES (NEW."acknowledged_at", NEW."alerted_at", NEW."at_hospital_at", NEW."en_route_at", NEW."ended_as", NEW."ended_at", NEW."ended_by_id", NEW."ended_reason", NEW."force_id", NEW."id", NEW."incident_id", NEW."level", NEW."on_scene_at", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'update', NEW."id", NEW."recommended", NEW."sent_by_id", NEW."silent_told_at", NEW."transporting_at"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_update_update_3b1d2() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "connectors_sourceevent" ("agency_id", "ask_every_s", "code", "contact", "created_at", "created_by_id", "daily_at", "every_s", "id", "kind", "mapping_text", "name_en", "name_vi", "origin", "own_only", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose", "secrets_changed_at", "settings", "state", "state_since", "tolerance_s", "unit_id") VALUES (NEW."agency_id", NEW."ask_every_s", NEW."code", NEW."contact", NEW."created_at", NEW."created_by_id", NEW."daily_at", NEW."every_s", NEW."id", NEW."kind", NEW."mapping_text", NEW."name_en", NEW."name_vi", NEW."origin", NEW."own_only", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'update', NEW."id", NEW."purpose", NEW."secrets_changed_at", NEW."settings", NEW."state", NEW."state_since", NEW."tolerance_s", NEW."unit_id"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_update_update_41444() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "incidents_incidentevent" ("accuracy_m", "agency_id", "changed_at", "close_reason", "closed_at", "closed_by_id", "code", "id", "kind", "lat", "lead_id", "lon", "merged_into_id", "opened_at", "opened_by_id", "origin", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "severity", "status", "title", "unit_id") VALUES (NEW."accuracy_m", NEW."agency_id", NEW."changed_at", NEW."close_reason", NEW."closed_at", NEW."closed_by_id", NEW."code", NEW."id", NEW."kind", NEW."lat", NEW."lead_id", NEW."lon", NEW."merged_into_id", NEW."opened_at", NEW."opened_by_id", NEW."origin", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'update', NEW."id", NEW."place", NEW."severity", NEW."status", NEW."title", NEW."unit_id"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_update_update_422da() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "incidents_incidentlinkevent" ("end_reason", "ended_at", "ended_by_id", "first_id", "id", "kind", "made_at", "made_by_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "second_id") VALUES (NEW."end_reason", NEW."ended_at", NEW."ended_by_id", NEW."first_id", NEW."id", NEW."kind", NEW."made_at", NEW."made_by_id", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'update', NEW."id", NEW."second_id"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_update_update_4281e() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "indicators_indicatorevent" ("about_en", "about_vi", "attribute", "attribute_unit", "better", "certainty", "code", "digest", "entity_type", "figure", "id", "name_en", "name_vi", "over", "owner", "pack", "parameters", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by_id", "source", "target", "unit_code", "valid_from", "version", "withdrawn") VALUES (NEW."about_en", NEW."about_vi", NEW."attribute", NEW."attribute_unit", NEW."better", NEW."certainty", NEW."code", NEW."digest", NEW."entity_type", NEW."figure", NEW."id", NEW."name_en", NEW."name_vi", NEW."over", NEW."owner", NEW."pack", NEW."parameters", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'update', NEW."id", NEW."recorded_at", NEW."recorded_by_id", NEW."source", NEW."target", NEW."unit_code", NEW."valid_from", NEW."version", NEW."withdrawn"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_update_update_43cbc() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "codelists_releaseevent" ("certainty", "digest", "id", "list_id", "made_at", "made_by_id", "note", "number", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published_at", "published_by_id", "source", "status", "valid_from") VALUES (NEW."certainty", NEW."digest", NEW."id", NEW."list_id", NEW."made_at", NEW."made_by_id", NEW."note", NEW."number", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'update', NEW."id", NEW."published_at", NEW."published_by_id", NEW."source", NEW."status", NEW."valid_from"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_update_update_48395() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "territory_unitevent" ("area_km2", "begin_known", "code", "decree", "first_id", "full_name", "id", "kind", "lat", "level", "lon", "name", "name_en", "parent_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "search_text", "source", "valid_from", "valid_to") VALUES (NEW."area_km2", NEW."begin_known", NEW."code", NEW."decree", NEW."first_id", NEW."full_name", NEW."id", NEW."kind", NEW."lat", NEW."level", NEW."lon", NEW."name", NEW."name_en", NEW."parent_id", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'update', NEW."id", NEW."search_text", NEW."source", NEW."valid_from", NEW."valid_to"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_update_update_4b3d4() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "shiftbook_deskevent" ("agency_id", "code", "id", "name_en", "name_vi", "own_only", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "roster", "unit_id", "valid_from", "valid_to") VALUES (NEW."agency_id", NEW."code", NEW."id", NEW."name_en", NEW."name_vi", NEW."own_only", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'update', NEW."id", NEW."roster", NEW."unit_id", NEW."valid_from", NEW."valid_to"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_update_update_4e37d() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "incidents_incidentsourceevent" ("attached_at", "attached_by_id", "id", "incident_id", "kind", "opened_it", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reference", "title", "url") VALUES (NEW."attached_at", NEW."attached_by_id", NEW."id", NEW."incident_id", NEW."kind", NEW."opened_it", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'update', NEW."id", NEW."reference", NEW."title", NEW."url"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_update_update_522c6() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "cameras_cameraevent" ("address", "agency_id", "changed_at", "changed_by_id", "code", "direction", "field_of_view", "groups", "id", "in_service", "lat", "lon", "name", "notice", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "purposes", "recorder_id", "secret_changed_at", "unit_id", "urn") VALUES (NEW."address", NEW."agency_id", NEW."changed_at", NEW."changed_by_id", NEW."code", NEW."direction", NEW."field_of_view", NEW."groups", NEW."id", NEW."in_service", NEW."lat", NEW."lon", NEW."name", NEW."notice", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'update', NEW."id", NEW."purposes", NEW."recorder_id", NEW."secret_changed_at", NEW."unit_id", NEW."urn"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_update_update_53c49() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "cameras_cameragrantevent" ("agency_id", "document", "granted_at", "granted_by_id", "group", "id", "owner_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose", "valid_from", "valid_to") VALUES (NEW."agency_id", NEW."document", NEW."granted_at", NEW."granted_by_id", NEW."group", NEW."id", NEW."owner_id", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'update', NEW."id", NEW."purpose", NEW."valid_from", NEW."valid_to"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_update_update_56a02() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "calls_callevent" ("adapter", "address", "agency_id", "answered_at", "answers", "code", "ended_at", "external_id", "id", "incident_id", "kind", "kind_why", "line_id", "narrative", "number_dialled", "number_typed", "origin", "outcome", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place_source", "placed_at", "received_at", "returned_at", "returned_by_id", "severity", "state", "taken_at", "taken_by_id", "typed_rev", "unit_id", "wrapped_at") VALUES (NEW."adapter", NEW."address", NEW."agency_id", NEW."answered_at", NEW."answers", NEW."code", NEW."ended_at", NEW."external_id", NEW."id", NEW."incident_id", NEW."kind", NEW."kind_why", NEW."line_id", NEW."narrative", NEW."number_dialled", NEW."number_typed", NEW."origin", NEW."outcome", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'update', NEW."id", NEW."place_source", NEW."placed_at", NEW."received_at", NEW."returned_at", NEW."returned_by_id", NEW."severity", NEW."state", NEW."taken_at", NEW."taken_by_id", NEW."typed_rev", NEW."unit_id", NEW."wrapped_at"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_update_update_5be5f() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "incidents_procedureevent" ("categories", "certainty", "code", "digest", "id", "name_en", "name_vi", "pack", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "rules", "source", "steps", "valid_from", "version", "withdrawn") VALUES (NEW."categories", NEW."certainty", NEW."code", NEW."digest", NEW."id", NEW."name_en", NEW."name_vi", NEW."pack", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'update', NEW."id", NEW."recorded_at", NEW."rules", NEW."source", NEW."steps", NEW."valid_from", NEW."version", NEW."withdrawn"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_update_update_5db3d() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "duty_policyevent" ("agency_id", "certainty", "code", "id", "last_wait_s", "name_en", "name_vi", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "repeats", "source", "valid_from", "valid_to") VALUES (NEW."agency_id", NEW."certainty", NEW."code", NEW."id", NEW."last_wait_s", NEW."name_en", NEW."name_vi", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'update', NEW."id", NEW."repeats", NEW."source", NEW."valid_from", NEW."valid_to"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_update_update_5e827() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "calls_lineevent" ("agency_id", "certainty", "changed_by_id", "id", "name", "number", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "service", "source", "unit_id", "valid_from", "valid_to") VALUES (NEW."agency_id", NEW."certainty", NEW."changed_by_id", NEW."id", NEW."name", NEW."number", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'update', NEW."id", NEW."service", NEW."source", NEW."unit_id", NEW."valid_from", NEW."valid_to"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_update_update_5eeac() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "calls_placelinkevent" ("call_id", "expires_at", "id", "opened_at", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sent_at", "sent_by_id", "token_hash", "told_at") VALUES (NEW."call_id", NEW."expires_at", NEW."id", NEW."opened_at", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'update', NEW."id", NEW."sent_at", NEW."sent_by_id", NEW."token_hash", NEW."told_at"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_update_update_60b68() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "incidents_incidentprocedureevent" ("begun_at", "begun_by_id", "code", "id", "incident_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "procedure_id") VALUES (NEW."begun_at", NEW."begun_by_id", NEW."code", NEW."id", NEW."incident_id", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'update', NEW."id", NEW."procedure_id"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_update_update_61561() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "drills_drillevent" ("agency_id", "ended_at", "ended_by_id", "id", "made_at", "made_by_id", "name", "pace", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "port", "removed_at", "scenario", "started_at", "state", "title_en", "title_vi") VALUES (NEW."agency_id", NEW."ended_at", NEW."ended_by_id", NEW."id", NEW."made_at", NEW."made_by_id", NEW."name", NEW."pace", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'update', NEW."id", NEW."port", NEW."removed_at", NEW."scenario", NEW."started_at", NEW."state", NEW."title_en", NEW."title_vi"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_update_update_6401a() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "codelists_entryevent" ("code", "ended", "extra", "id", "name_en", "name_vi", "parent", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "release_id", "replaced_by") VALUES (NEW."code", NEW."ended", NEW."extra", NEW."id", NEW."name_en", NEW."name_vi", NEW."parent", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'update', NEW."id", NEW."position", NEW."release_id", NEW."replaced_by"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_update_update_67e9e() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "duty_runevent" ("agency_id", "began_at", "due_at", "ended_at", "id", "kind", "origin", "path", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "policy_id", "position", "reference", "round", "severity", "state", "taken_by_id", "title_en", "title_vi", "unit_id") VALUES (NEW."agency_id", NEW."began_at", NEW."due_at", NEW."ended_at", NEW."id", NEW."kind", NEW."origin", NEW."path", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'update', NEW."id", NEW."policy_id", NEW."position", NEW."reference", NEW."round", NEW."severity", NEW."state", NEW."taken_by_id", NEW."title_en", NEW."title_vi", NEW."unit_id"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_update_update_6ae74() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "incidents_commandroleevent" ("above", "certainty", "code", "commands", "digest", "duty_en", "duty_vi", "id", "kinds", "many", "name_en", "name_vi", "pack", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "recorded_at", "source", "valid_from", "version", "withdrawn") VALUES (NEW."above", NEW."certainty", NEW."code", NEW."commands", NEW."digest", NEW."duty_en", NEW."duty_vi", NEW."id", NEW."kinds", NEW."many", NEW."name_en", NEW."name_vi", NEW."pack", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'update', NEW."id", NEW."place", NEW."recorded_at", NEW."source", NEW."valid_from", NEW."version", NEW."withdrawn"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_update_update_705e1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "tasks_taskevent" ("agency_id", "changed_at", "code", "due_at", "due_expected", "due_said", "ended_at", "ended_by_id", "first_due_at", "given_at", "giver_id", "handed_in_at", "handed_in_by_id", "id", "importance", "key", "lead_agency_id", "lead_person_id", "overdue_told_at", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "soon_told_at", "source_code", "source_kind", "source_path", "state", "text", "title", "unit_id") VALUES (NEW."agency_id", NEW."changed_at", NEW."code", NEW."due_at", NEW."due_expected", NEW."due_said", NEW."ended_at", NEW."ended_by_id", NEW."first_due_at", NEW."given_at", NEW."giver_id", NEW."handed_in_at", NEW."handed_in_by_id", NEW."id", NEW."importance", NEW."key", NEW."lead_agency_id", NEW."lead_person_id", NEW."overdue_told_at", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'update', NEW."id", NEW."reason", NEW."soon_told_at", NEW."source_code", NEW."source_kind", NEW."source_path", NEW."state", NEW."text", NEW."title", NEW."unit_id"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_update_update_70819() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "accounts_personevent" ("agency_id", "created_at", "email", "ends_on", "full_name", "id", "is_active", "kind", "must_change_password", "password_changed_at", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "reviewed_on", "search_text", "title", "username") VALUES (NEW."agency_id", NEW."created_at", NEW."email", NEW."ends_on", NEW."full_name", NEW."id", NEW."is_active", NEW."kind", NEW."must_change_password", NEW."password_changed_at", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'update', NEW."id", NEW."phone", NEW."reviewed_on", NEW."search_text", NEW."title", NEW."username"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_update_update_70b99() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "forces_forceevent" ("agency_id", "call_sign", "capabilities", "crew", "crew_minimum", "ended_at", "home_lat", "home_lon", "home_name", "id", "kind", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rest_until", "service", "state", "state_by_id", "state_note", "state_since", "unit_id", "urn") VALUES (NEW."agency_id", NEW."call_sign", NEW."capabilities", NEW."crew", NEW."crew_minimum", NEW."ended_at", NEW."home_lat", NEW."home_lon", NEW."home_name", NEW."id", NEW."kind", NEW."name", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'update', NEW."id", NEW."rest_until", NEW."service", NEW."state", NEW."state_by_id", NEW."state_note", NEW."state_since", NEW."unit_id", NEW."urn"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_update_update_79631() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "notify_addressevent" ("created_at", "id", "label", "person_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "verified_at", "way") VALUES (NEW."created_at", NEW."id", NEW."label", NEW."person_id", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'update', NEW."id", NEW."verified_at", NEW."way"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_update_update_79d15() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "cameras_recorderevent" ("agency_id", "code", "host", "id", "kind", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."agency_id", NEW."code", NEW."host", NEW."id", NEW."kind", NEW."name", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'update', NEW."id"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_update_update_826d4() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "crews_crewdutyevent" ("began_at", "ended_at", "ended_by_id", "force_id", "id", "person_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "until") VALUES (NEW."began_at", NEW."ended_at", NEW."ended_by_id", NEW."force_id", NEW."id", NEW."person_id", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'update', NEW."id", NEW."until"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_update_update_8bd79() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "calls_calllegevent" ("agency_id", "answered_at", "answered_by_id", "asked_at", "asked_by_id", "call_id", "closed_at", "id", "incident_id", "message", "note", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "service", "state", "warm") VALUES (NEW."agency_id", NEW."answered_at", NEW."answered_by_id", NEW."asked_at", NEW."asked_by_id", NEW."call_id", NEW."closed_at", NEW."id", NEW."incident_id", NEW."message", NEW."note", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'update', NEW."id", NEW."service", NEW."state", NEW."warm"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_update_update_8ccb0() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "calls_protocolcardevent" ("advice", "approved_by", "approved_on", "certainty", "code", "digest", "id", "kinds", "name_en", "name_vi", "pack", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "questions", "recorded_at", "source", "valid_from", "version", "withdrawn") VALUES (NEW."advice", NEW."approved_by", NEW."approved_on", NEW."certainty", NEW."code", NEW."digest", NEW."id", NEW."kinds", NEW."name_en", NEW."name_vi", NEW."pack", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'update', NEW."id", NEW."questions", NEW."recorded_at", NEW."source", NEW."valid_from", NEW."version", NEW."withdrawn"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_update_update_8d07b() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "forces_runcardevent" ("area_code", "area_valid_from", "certainty", "code", "digest", "id", "kinds", "level", "name_en", "name_vi", "needs", "pack", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "source", "valid_from", "version", "withdrawn") VALUES (NEW."area_code", NEW."area_valid_from", NEW."certainty", NEW."code", NEW."digest", NEW."id", NEW."kinds", NEW."level", NEW."name_en", NEW."name_vi", NEW."needs", NEW."pack", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'update', NEW."id", NEW."recorded_at", NEW."source", NEW."valid_from", NEW."version", NEW."withdrawn"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_update_update_9caa5() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "rules_alarmlinkevent" ("alarm_id", "id", "kind", "open", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "reference", "url") VALUES (NEW."alarm_id", NEW."id", NEW."kind", NEW."open", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'update', NEW."id", NEW."recorded_at", NEW."reference", NEW."url"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_update_update_9d27f() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "rules_setasideevent" ("agency_id", "end", "ended_at", "ended_by_id", "entity_id", "entity_name", "entity_urn", "id", "kind", "person_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "review_on", "rule_code", "severity", "since", "unit_id", "until") VALUES (NEW."agency_id", NEW."end", NEW."ended_at", NEW."ended_by_id", NEW."entity_id", NEW."entity_name", NEW."entity_urn", NEW."id", NEW."kind", NEW."person_id", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'update', NEW."id", NEW."reason", NEW."review_on", NEW."rule_code", NEW."severity", NEW."since", NEW."unit_id", NEW."until"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_update_update_a2c6f() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "duty_rosterevent" ("agency_id", "code", "desk", "id", "name_en", "name_vi", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "time_zone", "unit_id", "valid_from", "valid_to") VALUES (NEW."agency_id", NEW."code", NEW."desk", NEW."id", NEW."name_en", NEW."name_vi", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'update', NEW."id", NEW."phone", NEW."time_zone", NEW."unit_id", NEW."valid_from", NEW."valid_to"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_update_update_a45ef() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "incidents_incidentlegevent" ("agency_id", "answer", "answered_at", "answered_by_id", "asked_at", "asked_by_id", "ended_at", "ended_by_id", "id", "incident_id", "message", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "result", "shares_notes", "state", "unit_id") VALUES (NEW."agency_id", NEW."answer", NEW."answered_at", NEW."answered_by_id", NEW."asked_at", NEW."asked_by_id", NEW."ended_at", NEW."ended_by_id", NEW."id", NEW."incident_id", NEW."message", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'update', NEW."id", NEW."result", NEW."shares_notes", NEW."state", NEW."unit_id"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_update_update_a4bf7() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "notify_preferenceevent" ("id", "language", "person_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "quiet_from", "quiet_to", "ways") VALUES (NEW."id", NEW."language", NEW."person_id", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'update', NEW."id", NEW."quiet_from", NEW."quiet_to", NEW."ways"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_update_update_a53c7() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "codelists_codelistevent" ("basis", "certainty", "code", "home", "id", "name_en", "name_vi", "owner_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose_en", "purpose_vi") VALUES (NEW."basis", NEW."certainty", NEW."code", NEW."home", NEW."id", NEW."name_en", NEW."name_vi", NEW."owner_id", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'update', NEW."id", NEW."purpose_en", NEW."purpose_vi"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_update_update_a6980() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "cameras_cameraruleevent" ("certainty", "code", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source", "valid_from", "valid_to", "value") VALUES (NEW."certainty", NEW."code", NEW."id", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'update', NEW."id", NEW."source", NEW."valid_from", NEW."valid_to", NEW."value"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_update_update_a736e() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "incidents_incidentalarmevent" ("alarm_id", "id", "incident_id", "open", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."alarm_id", NEW."id", NEW."incident_id", NEW."open", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'update', NEW."id"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_update_update_aaa45() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "calls_callruleevent" ("certainty", "code", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source", "valid_from", "valid_to", "value") VALUES (NEW."certainty", NEW."code", NEW."id", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'update', NEW."id", NEW."source", NEW."valid_from", NEW."valid_to", NEW."value"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_update_update_abc20() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "rules_alarmguideevent" ("certainty", "code", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source", "valid_from", "valid_to", "value") VALUES (NEW."certainty", NEW."code", NEW."id", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'update', NEW."id", NEW."source", NEW."valid_from", NEW."valid_to", NEW."value"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_update_update_aca64() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "duty_swapevent" ("answered_at", "asked_at", "asker_id", "back_begins_at", "back_ends_at", "begins_at", "ends_at", "id", "other_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "roster_id", "state") VALUES (NEW."answered_at", NEW."asked_at", NEW."asker_id", NEW."back_begins_at", NEW."back_ends_at", NEW."begins_at", NEW."ends_at", NEW."id", NEW."other_id", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'update', NEW."id", NEW."reason", NEW."roster_id", NEW."state"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_update_update_ad78d() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "tasks_extensionevent" ("asked_agency_id", "asked_at", "asked_by_id", "decided_at", "decided_by_id", "decision", "due_before", "id", "new_due", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "state", "task_id") VALUES (NEW."asked_agency_id", NEW."asked_at", NEW."asked_by_id", NEW."decided_at", NEW."decided_by_id", NEW."decision", NEW."due_before", NEW."id", NEW."new_due", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'update', NEW."id", NEW."reason", NEW."state", NEW."task_id"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_update_update_af160() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "calls_numbermarkevent" ("ended_at", "ended_by_id", "id", "marked_at", "marked_by_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "until") VALUES (NEW."ended_at", NEW."ended_by_id", NEW."id", NEW."marked_at", NEW."marked_by_id", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'update', NEW."id", NEW."reason", NEW."until"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_update_update_afb07() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "warnings_publicwarningevent" ("agency_id", "asked_at", "asked_by_id", "bulletin", "bulletin_at", "bulletin_issuer", "bulletin_number", "category", "certainty", "changed_at", "changed_by_id", "code", "contact", "digest", "drafted_at", "drafted_by_id", "ended_at", "ended_why", "event", "expires", "follows_id", "id", "incident_id", "key", "kind", "level", "onset", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "released_by_id", "responses", "returned", "revision", "sender", "sent", "severity", "shapes", "state", "status", "urgency", "writers") VALUES (NEW."agency_id", NEW."asked_at", NEW."asked_by_id", NEW."bulletin", NEW."bulletin_at", NEW."bulletin_issuer", NEW."bulletin_number", NEW."category", NEW."certainty", NEW."changed_at", NEW."changed_by_id", NEW."code", NEW."contact", NEW."digest", NEW."drafted_at", NEW."drafted_by_id", NEW."ended_at", NEW."ended_why", NEW."event", NEW."expires", NEW."follows_id", NEW."id", NEW."incident_id", NEW."key", NEW."kind", NEW."level", NEW."onset", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'update', NEW."id", NEW."reason", NEW."released_by_id", NEW."responses", NEW."returned", NEW."revision", NEW."sender", NEW."sent", NEW."severity", NEW."shapes", NEW."state", NEW."status", NEW."urgency", NEW."writers"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_update_update_b0617() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "calls_recordingholdevent" ("call_id", "ended_at", "ended_by_id", "ended_reason", "held_at", "held_by_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason") VALUES (NEW."call_id", NEW."ended_at", NEW."ended_by_id", NEW."ended_reason", NEW."held_at", NEW."held_by_id", NEW."id", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'update', NEW."id", NEW."reason"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_update_update_b142b() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "packs_loadedpackevent" ("code", "contents", "edition_id", "fingerprint", "loaded_at", "loaded_by_id", "manifest", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "version") VALUES (NEW."code", NEW."contents", NEW."edition_id", NEW."fingerprint", NEW."loaded_at", NEW."loaded_by_id", NEW."manifest", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'update', NEW."code", NEW."version"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_update_update_b73d0() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "rules_alarmevent" ("acknowledged", "acknowledged_at", "acknowledged_by_id", "active", "agency_id", "assets", "cleared_at", "cleared_by", "close_reason", "closed_at", "closed_by_id", "entity_id", "entity_name", "entity_type", "entity_urn", "fired", "first_raised_at", "id", "kind", "lat", "lon", "occurrences", "origin", "owner_id", "participants", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "provider", "raised_at", "recorded_at", "rule_code", "rule_id", "set_aside_id", "severity", "suppressed_at", "suppressed_by", "unit_id") VALUES (NEW."acknowledged", NEW."acknowledged_at", NEW."acknowledged_by_id", NEW."active", NEW."agency_id", NEW."assets", NEW."cleared_at", NEW."cleared_by", NEW."close_reason", NEW."closed_at", NEW."closed_by_id", NEW."entity_id", NEW."entity_name", NEW."entity_type", NEW."entity_urn", NEW."fired", NEW."first_raised_at", NEW."id", NEW."kind", NEW."lat", NEW."lon", NEW."occurrences", NEW."origin", NEW."owner_id", NEW."participants", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'update', NEW."id", NEW."provider", NEW."raised_at", NEW."recorded_at", NEW."rule_code", NEW."rule_id", NEW."set_aside_id", NEW."severity", NEW."suppressed_at", NEW."suppressed_by", NEW."unit_id"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_update_update_b8775() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "tasks_taskpartevent" ("agency_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "task_id", "unit_id") VALUES (NEW."agency_id", NEW."id", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'update', NEW."id", NEW."role", NEW."task_id", NEW."unit_id"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_update_update_bb3e6() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "forces_checkinevent" ("answered_at", "answered_by_id", "assignment_id", "due_at", "every_s", "id", "note", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "told_at") VALUES (NEW."answered_at", NEW."answered_by_id", NEW."assignment_id", NEW."due_at", NEW."every_s", NEW."id", NEW."note", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'update', NEW."id", NEW."told_at"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_update_update_cb218() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "territory_unitareaevent" ("approximate", "east", "id", "imported_at", "north", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sha256", "source", "south", "unit_id", "west") VALUES (NEW."approximate", NEW."east", NEW."id", NEW."imported_at", NEW."north", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'update', NEW."id", NEW."sha256", NEW."source", NEW."south", NEW."unit_id", NEW."west"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_update_update_cff6a() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "duty_overrideevent" ("begins_at", "decided_at", "decided_by_id", "ends_at", "id", "people", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "roster_id", "withdrawn_at") VALUES (NEW."begins_at", NEW."decided_at", NEW."decided_by_id", NEW."ends_at", NEW."id", NEW."people", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'update', NEW."id", NEW."reason", NEW."roster_id", NEW."withdrawn_at"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_update_update_d147f() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "kernel_eventfailureevent" ("error", "event_id", "handler", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "settled_at", "tries") VALUES (NEW."error", NEW."event_id", NEW."handler", NEW."id", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'update', NEW."id", NEW."recorded_at", NEW."settled_at", NEW."tries"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_update_update_d29da() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "rules_alarmcommentevent" ("alarm_id", "id", "person_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "text") VALUES (NEW."alarm_id", NEW."id", NEW."person_id", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'update', NEW."id", NEW."recorded_at", NEW."text"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_update_update_da727() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "rules_decideddayevent" ("certainty", "date", "id", "name_en", "name_vi", "off", "pack", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source", "tet") VALUES (NEW."certainty", NEW."date", NEW."id", NEW."name_en", NEW."name_vi", NEW."off", NEW."pack", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'update', NEW."id", NEW."source", NEW."tet"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_update_update_e1f8a() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "incidents_heldroleevent" ("agency_id", "code", "end_reason", "ended_by_id", "from_at", "given_by_id", "id", "incident_id", "name", "person_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "reason", "role_id", "single", "until_at") VALUES (NEW."agency_id", NEW."code", NEW."end_reason", NEW."ended_by_id", NEW."from_at", NEW."given_by_id", NEW."id", NEW."incident_id", NEW."name", NEW."person_id", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'update', NEW."id", NEW."phone", NEW."reason", NEW."role_id", NEW."single", NEW."until_at"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_update_update_e5ff8() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "warnings_warningunitevent" ("code", "id", "name", "name_en", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "unit_id", "valid_from", "warning_id") VALUES (NEW."code", NEW."id", NEW."name", NEW."name_en", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'update', NEW."id", NEW."unit_id", NEW."valid_from", NEW."warning_id"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_update_update_e6f1d() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "incidents_incidentmergeevent" ("at", "by_id", "id", "moved", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "source_id", "target_id", "undo_reason", "undone_at", "undone_by_id", "was_status") VALUES (NEW."at", NEW."by_id", NEW."id", NEW."moved", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'update', NEW."id", NEW."reason", NEW."source_id", NEW."target_id", NEW."undo_reason", NEW."undone_at", NEW."undone_by_id", NEW."was_status"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_update_update_e7486() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "calls_serviceevent" ("certainty", "code", "emergency", "id", "name_en", "name_vi", "pack", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source", "valid_from", "withdrawn") VALUES (NEW."certainty", NEW."code", NEW."emergency", NEW."id", NEW."name_en", NEW."name_vi", NEW."pack", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'update', NEW."id", NEW."source", NEW."valid_from", NEW."withdrawn"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_update_update_eab8c() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "notify_notifyruleevent" ("certainty", "code", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source", "valid_from", "valid_to", "value") VALUES (NEW."certainty", NEW."code", NEW."id", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'update', NEW."id", NEW."source", NEW."valid_from", NEW."valid_to", NEW."value"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_update_update_ee28b() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "duty_patternevent" ("days", "id", "keeps", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by_id", "roster_id", "shifts", "valid_from", "valid_to") VALUES (NEW."days", NEW."id", NEW."keeps", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'update', NEW."id", NEW."recorded_at", NEW."recorded_by_id", NEW."roster_id", NEW."shifts", NEW."valid_from", NEW."valid_to"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_update_update_ef590() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "territory_unitchangeevent" ("changed_on", "decree", "from_unit_id", "id", "kind", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "share", "source", "to_unit_id") VALUES (NEW."changed_on", NEW."decree", NEW."from_unit_id", NEW."id", NEW."kind", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'update', NEW."id", NEW."share", NEW."source", NEW."to_unit_id"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_update_update_f0e9e() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "accounts_rolegrantevent" ("agency_id", "group_id", "id", "person_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role_id", "unit_id", "valid_from", "valid_to") VALUES (NEW."agency_id", NEW."group_id", NEW."id", NEW."person_id", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'update', NEW."id", NEW."role_id", NEW."unit_id", NEW."valid_from", NEW."valid_to"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_update_update_f30d7() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "accounts_agencyevent" ("code", "id", "kind", "name_en", "name_vi", "parent_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "unit_id", "valid_from", "valid_to") VALUES (NEW."code", NEW."id", NEW."kind", NEW."name_en", NEW."name_vi", NEW."parent_id", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'update', NEW."id", NEW."phone", NEW."unit_id", NEW."valid_from", NEW."valid_to"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_update_update_f3e8f() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "accounts_accountruleevent" ("certainty", "code", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source", "valid_from", "valid_to", "value") VALUES (NEW."certainty", NEW."code", NEW."id", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'update', NEW."id", NEW."source", NEW."valid_from", NEW."valid_to", NEW."value"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_update_update_f5bca() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "shiftbook_shiftevent" ("begins_at", "closed_at", "code", "desk_id", "ends_at", "handed_by_id", "id", "name", "opened_at", "opened_by_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "previous_id", "responsible_id", "state", "taken_by_id", "unopened_at") VALUES (NEW."begins_at", NEW."closed_at", NEW."code", NEW."desk_id", NEW."ends_at", NEW."handed_by_id", NEW."id", NEW."name", NEW."opened_at", NEW."opened_by_id", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'update', NEW."id", NEW."previous_id", NEW."responsible_id", NEW."state", NEW."taken_by_id", NEW."unopened_at"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_update_update_f95fa() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "crews_crewruleevent" ("certainty", "code", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source", "valid_from", "valid_to", "value") VALUES (NEW."certainty", NEW."code", NEW."id", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'update', NEW."id", NEW."source", NEW."valid_from", NEW."valid_to", NEW."value"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_update_update_ff088() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "duty_patternplaceevent" ("crew", "id", "pattern_id", "person_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position") VALUES (NEW."crew", NEW."id", NEW."pattern_id", NEW."person_id", COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), ''), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), ''), NULL)::UUID, CLOCK_TIMESTAMP(), 'update', NEW."id", NEW."position"); RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.procrastinate_cancel_job_v1(job_id bigint, abort boolean, delete_job boolean) RETURNS bigint
    LANGUAGE plpgsql
    AS $$
DECLARE
    _job_id bigint;
BEGIN
    IF delete_job THEN
        DELETE FROM procrastinate_jobs
        WHERE id = job_id AND status = 'todo'
        RETURNING id INTO _job_id;
    END IF;
    IF _job_id IS NULL THEN
        IF abort THEN
            UPDATE procrastinate_jobs
            SET abort_requested = true,
                status = CASE status
                    WHEN 'todo' THEN 'cancelled'::procrastinate_job_status ELSE status
                END
            WHERE id = job_id AND status IN ('todo', 'doing')
            RETURNING id INTO _job_id;
        ELSE
            UPDATE procrastinate_jobs
            SET status = 'cancelled'::procrastinate_job_status
            WHERE id = job_id AND status = 'todo'
            RETURNING id INTO _job_id;
        END IF;
    END IF;
    RETURN _job_id;
END;
$$;
CREATE FUNCTION public.procrastinate_defer_jobs_v1(jobs public.procrastinate_job_to_defer_v1[]) RETURNS bigint[]
    LANGUAGE plpgsql
    AS $$
DECLARE
    job_ids bigint[];
BEGIN
    WITH inserted_jobs AS (
        INSERT INTO procrastinate_jobs (queue_name, task_name, priority, lock, queueing_lock, args, scheduled_at)
        SELECT (job).queue_name,
               (job).task_name,
               (job).priority,
               (job).lock,
               (job).queueing_lock,
               (job).args,
               (job).scheduled_at
        FROM unnest(jobs) AS job
        RETURNING id
    )
    SELECT array_agg(id) FROM inserted_jobs INTO job_ids;

    RETURN job_ids;
END;
$$;
CREATE FUNCTION public.procrastinate_defer_periodic_job_v2(_queue_name character varying, _lock character varying, _queueing_lock character varying, _task_name character varying, _priority integer, _periodic_id character varying, _defer_timestamp bigint, _args jsonb) RETURNS bigint
    LANGUAGE plpgsql
    AS $$
DECLARE
	_job_id bigint;
	_defer_id bigint;
BEGIN
    INSERT
        INTO procrastinate_periodic_defers (task_name, periodic_id, defer_timestamp)
        VALUES (_task_name, _periodic_id, _defer_timestamp)
        ON CONFLICT DO NOTHING
        RETURNING id into _defer_id;

    IF _defer_id IS NULL THEN
        RETURN NULL;
    END IF;

    UPDATE procrastinate_periodic_defers
        SET job_id = (
            SELECT COALESCE((
                SELECT unnest(procrastinate_defer_jobs_v1(
                    ARRAY[
                        ROW(
                            _queue_name,
                            _task_name,
                            _priority,
                            _lock,
                            _queueing_lock,
                            _args,
                            NULL::timestamptz
                        )
                    ]::procrastinate_job_to_defer_v1[]
                ))
            ), NULL)
        )
        WHERE id = _defer_id
        RETURNING job_id INTO _job_id;

    DELETE
        FROM procrastinate_periodic_defers
        USING (
            SELECT id
            FROM procrastinate_periodic_defers
            WHERE procrastinate_periodic_defers.task_name = _task_name
            AND procrastinate_periodic_defers.periodic_id = _periodic_id
            AND procrastinate_periodic_defers.defer_timestamp < _defer_timestamp
            ORDER BY id
            FOR UPDATE
        ) to_delete
        WHERE procrastinate_periodic_defers.id = to_delete.id;

    RETURN _job_id;
END;
$$;
SET default_tablespace = '';

SET default_table_access_method = heap;
CREATE TABLE public.procrastinate_jobs (
    id bigint NOT NULL,
    queue_name character varying(128) NOT NULL,
    task_name character varying(128) NOT NULL,
    lock text,
    args jsonb DEFAULT '{}'::jsonb NOT NULL,
    status public.procrastinate_job_status DEFAULT 'todo'::public.procrastinate_job_status NOT NULL,
    scheduled_at timestamp with time zone,
    attempts integer DEFAULT 0 NOT NULL,
    queueing_lock text,
    priority integer DEFAULT 0 NOT NULL,
    abort_requested boolean DEFAULT false NOT NULL,
    worker_id bigint,
    CONSTRAINT check_not_todo_abort_requested CHECK ((NOT ((status = 'todo'::public.procrastinate_job_status) AND (abort_requested = true))))
);
CREATE FUNCTION public.procrastinate_fetch_job_v2(target_queue_names character varying[], p_worker_id bigint) RETURNS public.procrastinate_jobs
    LANGUAGE plpgsql
    AS $$
DECLARE
	found_jobs procrastinate_jobs;
BEGIN
    WITH candidate AS (
        SELECT jobs.*
            FROM procrastinate_jobs AS jobs
            WHERE
                -- reject the job if its lock has earlier or higher priority jobs
                NOT EXISTS (
                    SELECT 1
                        FROM procrastinate_jobs AS other_jobs
                        WHERE
                            jobs.lock IS NOT NULL
                            AND other_jobs.lock = jobs.lock
                            AND (
                                -- job with same lock is already running
                                other_jobs.status = 'doing'
                                OR
                                -- job with same lock is waiting and has higher priority (or same priority but was queued first)
                                (
                                    other_jobs.status = 'todo'
                                    AND (
                                        other_jobs.priority > jobs.priority
                                        OR (
                                        other_jobs.priority = jobs.priority
                                        AND other_jobs.id < jobs.id
                                        )
                                    )
                                )
                            )
                )
                AND jobs.status = 'todo'
                AND (target_queue_names IS NULL OR jobs.queue_name = ANY( target_queue_names ))
                AND (jobs.scheduled_at IS NULL OR jobs.scheduled_at <= now())
            ORDER BY jobs.priority DESC, jobs.id ASC LIMIT 1
            FOR UPDATE OF jobs SKIP LOCKED
    )
    UPDATE procrastinate_jobs
        SET status = 'doing', worker_id = p_worker_id
        FROM candidate
        WHERE procrastinate_jobs.id = candidate.id
        RETURNING procrastinate_jobs.* INTO found_jobs;

 RETURN found_jobs;
END;
$$;
CREATE FUNCTION public.procrastinate_finish_job_v1(job_id bigint, end_status public.procrastinate_job_status, delete_job boolean) RETURNS void
    LANGUAGE plpgsql
    AS $$
DECLARE
    _job_id bigint;
BEGIN
    IF end_status NOT IN ('succeeded', 'failed', 'aborted') THEN
        RAISE 'End status should be either "succeeded", "failed" or "aborted" (job id: %)', job_id;
    END IF;
    IF delete_job THEN
        DELETE FROM procrastinate_jobs
        WHERE id = job_id AND status IN ('todo', 'doing')
        RETURNING id INTO _job_id;
    ELSE
        UPDATE procrastinate_jobs
        SET status = end_status,
            abort_requested = false,
            attempts = CASE status
                WHEN 'doing' THEN attempts + 1 ELSE attempts
            END
        WHERE id = job_id AND status IN ('todo', 'doing')
        RETURNING id INTO _job_id;
    END IF;
    IF _job_id IS NULL THEN
        RAISE 'Job was not found or not in "doing" or "todo" status (job id: %)', job_id;
    END IF;
END;
$$;
CREATE FUNCTION public.procrastinate_notify_queue_abort_job_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
    payload TEXT;
BEGIN
    SELECT json_build_object('type', 'abort_job_requested', 'job_id', NEW.id)::text INTO payload;
	PERFORM pg_notify('procrastinate_queue_v1#' || NEW.queue_name, payload);
	PERFORM pg_notify('procrastinate_any_queue_v1', payload);
	RETURN NEW;
END;
$$;
CREATE FUNCTION public.procrastinate_notify_queue_job_inserted_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
    payload TEXT;
BEGIN
    SELECT json_build_object('type', 'job_inserted', 'job_id', NEW.id)::text INTO payload;
	PERFORM pg_notify('procrastinate_queue_v1#' || NEW.queue_name, payload);
	PERFORM pg_notify('procrastinate_any_queue_v1', payload);
	RETURN NEW;
END;
$$;
CREATE FUNCTION public.procrastinate_prune_stalled_workers_v1(seconds_since_heartbeat double precision) RETURNS TABLE(worker_id bigint)
    LANGUAGE plpgsql
    AS $$
BEGIN
    RETURN QUERY
    DELETE FROM procrastinate_workers
    WHERE last_heartbeat < NOW() - (seconds_since_heartbeat || 'SECOND')::INTERVAL
    RETURNING procrastinate_workers.id;
END;
$$;
CREATE FUNCTION public.procrastinate_register_worker_v1() RETURNS TABLE(worker_id bigint)
    LANGUAGE plpgsql
    AS $$
BEGIN
    RETURN QUERY
    INSERT INTO procrastinate_workers DEFAULT VALUES
    RETURNING procrastinate_workers.id;
END;
$$;
CREATE FUNCTION public.procrastinate_retry_job_v1(job_id bigint, retry_at timestamp with time zone, new_priority integer, new_queue_name character varying, new_lock character varying) RETURNS void
    LANGUAGE plpgsql
    AS $$
DECLARE
    _job_id bigint;
    _abort_requested boolean;
BEGIN
    SELECT abort_requested FROM procrastinate_jobs
    WHERE id = job_id AND status = 'doing'
    FOR UPDATE
    INTO _abort_requested;
    IF _abort_requested THEN
        UPDATE procrastinate_jobs
        SET status = 'failed'::procrastinate_job_status
        WHERE id = job_id AND status = 'doing'
        RETURNING id INTO _job_id;
    ELSE
        UPDATE procrastinate_jobs
        SET status = 'todo'::procrastinate_job_status,
            attempts = attempts + 1,
            scheduled_at = retry_at,
            priority = COALESCE(new_priority, priority),
            queue_name = COALESCE(new_queue_name, queue_name),
            lock = COALESCE(new_lock, lock)
        WHERE id = job_id AND status = 'doing'
        RETURNING id INTO _job_id;
    END IF;

    IF _job_id IS NULL THEN
        RAISE 'Job was not found or not in "doing" status (job id: %)', job_id;
    END IF;
END;
$$;
CREATE FUNCTION public.procrastinate_retry_job_v2(job_id bigint, retry_at timestamp with time zone, new_priority integer, new_queue_name character varying, new_lock character varying) RETURNS void
    LANGUAGE plpgsql
    AS $$
DECLARE
    _job_id bigint;
    _abort_requested boolean;
    _current_status procrastinate_job_status;
BEGIN
    SELECT status, abort_requested FROM procrastinate_jobs
    WHERE id = job_id AND status IN ('doing', 'failed')
    FOR UPDATE
    INTO _current_status, _abort_requested;
    IF _current_status = 'doing' AND _abort_requested THEN
        UPDATE procrastinate_jobs
        SET status = 'failed'::procrastinate_job_status
        WHERE id = job_id AND status = 'doing'
        RETURNING id INTO _job_id;
    ELSE
        UPDATE procrastinate_jobs
        SET status = 'todo'::procrastinate_job_status,
            attempts = attempts + 1,
            scheduled_at = retry_at,
            priority = COALESCE(new_priority, priority),
            queue_name = COALESCE(new_queue_name, queue_name),
            lock = COALESCE(new_lock, lock)
        WHERE id = job_id AND status IN ('doing', 'failed')
        RETURNING id INTO _job_id;
    END IF;

    IF _job_id IS NULL THEN
        RAISE 'Job was not found or has an invalid status to retry (job id: %)', job_id;
    END IF;

END;
$$;
CREATE FUNCTION public.procrastinate_trigger_abort_requested_events_procedure_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    INSERT INTO procrastinate_events(job_id, type)
        VALUES (NEW.id, 'abort_requested'::procrastinate_job_event_type);
    RETURN NEW;
END;
$$;
CREATE FUNCTION public.procrastinate_trigger_function_scheduled_events_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    INSERT INTO procrastinate_events(job_id, type, at)
        VALUES (NEW.id, 'scheduled'::procrastinate_job_event_type, NEW.scheduled_at);

	RETURN NEW;
END;
$$;
CREATE FUNCTION public.procrastinate_trigger_function_status_events_insert_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    INSERT INTO procrastinate_events(job_id, type)
        VALUES (NEW.id, 'deferred'::procrastinate_job_event_type);
	RETURN NEW;
END;
$$;
CREATE FUNCTION public.procrastinate_trigger_function_status_events_update_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    WITH t AS (
        SELECT CASE
            WHEN OLD.status = 'todo'::procrastinate_job_status
                AND NEW.status = 'doing'::procrastinate_job_status
                THEN 'started'::procrastinate_job_event_type
            WHEN OLD.status = 'doing'::procrastinate_job_status
                AND NEW.status = 'todo'::procrastinate_job_status
                THEN 'deferred_for_retry'::procrastinate_job_event_type
            WHEN OLD.status = 'doing'::procrastinate_job_status
                AND NEW.status = 'failed'::procrastinate_job_status
                THEN 'failed'::procrastinate_job_event_type
            WHEN OLD.status = 'doing'::procrastinate_job_status
                AND NEW.status = 'succeeded'::procrastinate_job_status
                THEN 'succeeded'::procrastinate_job_event_type
            WHEN OLD.status = 'todo'::procrastinate_job_status
                AND (
                    NEW.status = 'cancelled'::procrastinate_job_status
                    OR NEW.status = 'failed'::procrastinate_job_status
                    OR NEW.status = 'succeeded'::procrastinate_job_status
                )
                THEN 'cancelled'::procrastinate_job_event_type
            WHEN OLD.status = 'doing'::procrastinate_job_status
                AND NEW.status = 'aborted'::procrastinate_job_status
                THEN 'aborted'::procrastinate_job_event_type
            WHEN OLD.status = 'failed'::procrastinate_job_status
                AND NEW.status = 'todo'::procrastinate_job_status
                THEN 'retried'::procrastinate_job_event_type
            ELSE NULL
        END as event_type
    )
    INSERT INTO procrastinate_events(job_id, type)
        SELECT NEW.id, t.event_type
        FROM t
        WHERE t.event_type IS NOT NULL;
	RETURN NEW;
END;
$$;
CREATE FUNCTION public.procrastinate_unlink_periodic_defers_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    UPDATE procrastinate_periodic_defers
    SET job_id = NULL
    WHERE job_id = OLD.id;
    RETURN OLD;
END;
$$;
CREATE FUNCTION public.procrastinate_unregister_worker_v1(worker_id bigint) RETURNS void
    LANGUAGE plpgsql
    AS $$
BEGIN
    DELETE FROM procrastinate_workers
    WHERE id = worker_id;
END;
$$;
CREATE FUNCTION public.procrastinate_update_heartbeat_v1(worker_id bigint) RETURNS void
    LANGUAGE plpgsql
    AS $$
BEGIN
    UPDATE procrastinate_workers
    SET last_heartbeat = NOW()
    WHERE id = worker_id;
END;
$$;
CREATE FUNCTION public.territory_stamp_anew() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
    update territory_stamp set stamp = gen_random_uuid(), changed_at = now();
    return null;
end $$;
CREATE FUNCTION public.vietnamese_order(told text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $_$
    select translate(replace(
        case when told ~ '[0-9]'
            then regexp_replace(regexp_replace(normalize(lower(told), NFD), '([0-9]+)', '00000000000\1', 'g'), '[0-9]*([0-9]{12})', '\1', 'g')
            else normalize(lower(told), NFD) end,
        'đ', 'd{'), U&'\0306\0302\031B\0300\0309\0303\0301\0323', '{|}')
    || chr(1)
    || regexp_replace(translate(normalize(lower(told), NFD), U&'\0300\0309\0303\0301\0323', '!"#$%'), '[^!"#$% ]+', '', 'g')
$_$;
CREATE TABLE public.account_emailaddress (
    id integer NOT NULL,
    email character varying(254) NOT NULL,
    verified boolean NOT NULL,
    "primary" boolean NOT NULL,
    user_id bigint NOT NULL
);
ALTER TABLE public.account_emailaddress ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.account_emailaddress_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.account_emailconfirmation (
    id integer NOT NULL,
    created timestamp with time zone NOT NULL,
    sent timestamp with time zone,
    key character varying(64) NOT NULL,
    email_address_id integer NOT NULL
);
ALTER TABLE public.account_emailconfirmation ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.account_emailconfirmation_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.accounts_accountruleevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    pgh_context jsonb,
    pgh_context_id uuid,
    id bigint NOT NULL,
    code character varying(60) NOT NULL,
    value integer NOT NULL,
    valid_from date NOT NULL,
    valid_to date,
    source character varying(200) NOT NULL,
    certainty character varying(2) NOT NULL,
    pgh_obj_id bigint NOT NULL
);
ALTER TABLE public.accounts_accountruleevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.accounts_accountruleevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.accounts_agency (
    id bigint NOT NULL,
    code character varying(60) NOT NULL,
    name_vi character varying(200) NOT NULL,
    name_en character varying(200) NOT NULL,
    kind character varying(40) NOT NULL,
    phone character varying(40) NOT NULL,
    valid_from date NOT NULL,
    valid_to date,
    parent_id bigint,
    unit_id bigint,
    CONSTRAINT agency_ends_after_it_begins CHECK (((valid_to IS NULL) OR (valid_to > valid_from))),
    CONSTRAINT agency_is_not_its_own_parent CHECK (((parent_id IS NULL) OR (NOT ((parent_id = id) AND (parent_id IS NOT NULL)))))
);
ALTER TABLE public.accounts_agency ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.accounts_agency_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.accounts_agencyevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    pgh_context jsonb,
    pgh_context_id uuid,
    id bigint NOT NULL,
    code character varying(60) NOT NULL,
    name_vi character varying(200) NOT NULL,
    name_en character varying(200) NOT NULL,
    kind character varying(40) NOT NULL,
    phone character varying(40) NOT NULL,
    valid_from date NOT NULL,
    valid_to date,
    parent_id bigint,
    pgh_obj_id bigint NOT NULL,
    unit_id bigint
);
ALTER TABLE public.accounts_agencyevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.accounts_agencyevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.accounts_api_key (
    id character varying(24) NOT NULL,
    secret_sha256 bytea NOT NULL,
    kind character varying(10) NOT NULL,
    name character varying(120) NOT NULL,
    entity_types character varying(200)[] NOT NULL,
    entity_prefixes character varying(200)[] NOT NULL,
    origin character varying(12) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    valid_to timestamp with time zone,
    revoked_at timestamp with time zone,
    agency_id bigint,
    created_by_id bigint,
    tenants character varying(100)[],
    attributes_seen character varying(300)[],
    attributes_written character varying(300)[],
    scopes character varying(200)[],
    CONSTRAINT api_key_origin_is_known CHECK (((origin)::text = ANY ((ARRAY['live'::character varying, 'replayed'::character varying, 'simulated'::character varying, 'estimated'::character varying, 'typed'::character varying])::text[])))
);
CREATE TABLE public.accounts_api_key_units (
    id bigint NOT NULL,
    apikey_id character varying(24) NOT NULL,
    unit_id bigint NOT NULL
);
ALTER TABLE public.accounts_api_key_units ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.accounts_api_key_units_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.accounts_apikeyevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    pgh_context jsonb,
    pgh_context_id uuid,
    id character varying(24) NOT NULL,
    kind character varying(10) NOT NULL,
    name character varying(120) NOT NULL,
    entity_types character varying(200)[] NOT NULL,
    entity_prefixes character varying(200)[] NOT NULL,
    origin character varying(12) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    valid_to timestamp with time zone,
    revoked_at timestamp with time zone,
    agency_id bigint,
    created_by_id bigint,
    pgh_obj_id character varying(24) NOT NULL,
    tenants character varying(100)[],
    attributes_seen character varying(300)[],
    attributes_written character varying(300)[],
    scopes character varying(200)[]
);
ALTER TABLE public.accounts_apikeyevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.accounts_apikeyevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.accounts_apikeyunitevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    pgh_context jsonb,
    pgh_context_id uuid,
    id bigint NOT NULL,
    apikey_id character varying(24) NOT NULL,
    pgh_obj_id bigint NOT NULL,
    unit_id bigint NOT NULL
);
ALTER TABLE public.accounts_apikeyunitevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.accounts_apikeyunitevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.accounts_login_record (
    id bigint NOT NULL,
    act character varying(10) NOT NULL,
    at timestamp with time zone NOT NULL,
    username character varying(60) NOT NULL,
    address character varying(45) NOT NULL,
    agent character varying(200) NOT NULL,
    by_id bigint,
    person_id bigint
);
ALTER TABLE public.accounts_login_record ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.accounts_login_record_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.accounts_look (
    id bigint NOT NULL,
    kind character varying(10) NOT NULL,
    subject character varying(120) NOT NULL,
    label character varying(200) NOT NULL,
    purpose character varying(60) NOT NULL,
    words character varying(500) NOT NULL,
    began_at timestamp with time zone NOT NULL,
    until timestamp with time zone NOT NULL,
    agency_id bigint,
    person_id bigint NOT NULL,
    unit_id bigint,
    CONSTRAINT look_ends_after_it_begins CHECK ((until > began_at)),
    CONSTRAINT look_has_a_purpose CHECK ((NOT ((purpose)::text = ''::text)))
);
CREATE TABLE public.accounts_look_end (
    look_id bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    by_id bigint
);
ALTER TABLE public.accounts_look ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.accounts_look_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.accounts_look_purpose (
    id bigint NOT NULL,
    code character varying(60) NOT NULL,
    valid_from date NOT NULL,
    valid_to date,
    source character varying(200) NOT NULL,
    certainty character varying(2) NOT NULL,
    kinds character varying(10)[] NOT NULL,
    name_vi character varying(200) NOT NULL,
    name_en character varying(200) NOT NULL,
    words smallint NOT NULL,
    CONSTRAINT accounts_look_purpose_words_check CHECK ((words >= 0)),
    CONSTRAINT accounts_lookpurpose_ends_after_it_begins CHECK (((valid_to IS NULL) OR (valid_to > valid_from)))
);
ALTER TABLE public.accounts_look_purpose ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.accounts_look_purpose_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.accounts_lookpurposeevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    pgh_context jsonb,
    pgh_context_id uuid,
    id bigint NOT NULL,
    code character varying(60) NOT NULL,
    valid_from date NOT NULL,
    valid_to date,
    source character varying(200) NOT NULL,
    certainty character varying(2) NOT NULL,
    kinds character varying(10)[] NOT NULL,
    name_vi character varying(200) NOT NULL,
    name_en character varying(200) NOT NULL,
    words smallint NOT NULL,
    pgh_obj_id bigint NOT NULL,
    CONSTRAINT accounts_lookpurposeevent_words_check CHECK ((words >= 0))
);
ALTER TABLE public.accounts_lookpurposeevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.accounts_lookpurposeevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.accounts_past_password (
    id bigint NOT NULL,
    password character varying(128) NOT NULL,
    replaced_at timestamp with time zone NOT NULL,
    person_id bigint NOT NULL
);
ALTER TABLE public.accounts_past_password ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.accounts_past_password_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.accounts_person (
    id bigint NOT NULL,
    password character varying(128) NOT NULL,
    last_login timestamp with time zone,
    username character varying(60) NOT NULL,
    full_name character varying(120) NOT NULL,
    kind character varying(20) NOT NULL,
    email character varying(254) NOT NULL,
    phone character varying(40) NOT NULL,
    title character varying(120) NOT NULL,
    is_active boolean NOT NULL,
    ends_on date,
    must_change_password boolean NOT NULL,
    password_changed_at timestamp with time zone,
    reviewed_on date,
    last_seen_on date,
    search_text text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    agency_id bigint
);
ALTER TABLE public.accounts_person ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.accounts_person_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.accounts_personevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    pgh_context jsonb,
    pgh_context_id uuid,
    id bigint NOT NULL,
    username character varying(60) NOT NULL,
    full_name character varying(120) NOT NULL,
    kind character varying(20) NOT NULL,
    email character varying(254) NOT NULL,
    phone character varying(40) NOT NULL,
    title character varying(120) NOT NULL,
    is_active boolean NOT NULL,
    ends_on date,
    must_change_password boolean NOT NULL,
    password_changed_at timestamp with time zone,
    reviewed_on date,
    search_text text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    agency_id bigint,
    pgh_obj_id bigint NOT NULL
);
ALTER TABLE public.accounts_personevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.accounts_personevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.accounts_role (
    id bigint NOT NULL,
    code character varying(60) NOT NULL,
    name_vi character varying(120) NOT NULL,
    name_en character varying(120) NOT NULL,
    permissions character varying(60)[] NOT NULL,
    gives character varying(60)[] NOT NULL,
    administrative boolean NOT NULL,
    "position" smallint NOT NULL,
    CONSTRAINT accounts_role_position_check CHECK (("position" >= 0))
);
CREATE TABLE public.accounts_role_grant (
    id bigint NOT NULL,
    valid_from date NOT NULL,
    valid_to date,
    agency_id bigint,
    group_id bigint,
    person_id bigint NOT NULL,
    role_id bigint NOT NULL,
    unit_id bigint,
    CONSTRAINT grant_ends_after_it_begins CHECK (((valid_to IS NULL) OR (valid_to >= valid_from))),
    CONSTRAINT grant_has_one_area CHECK (((unit_id IS NULL) OR (group_id IS NULL)))
);
ALTER TABLE public.accounts_role_grant ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.accounts_role_grant_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
ALTER TABLE public.accounts_role ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.accounts_role_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.accounts_roleevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    pgh_context jsonb,
    pgh_context_id uuid,
    id bigint NOT NULL,
    code character varying(60) NOT NULL,
    name_vi character varying(120) NOT NULL,
    name_en character varying(120) NOT NULL,
    permissions character varying(60)[] NOT NULL,
    gives character varying(60)[] NOT NULL,
    administrative boolean NOT NULL,
    "position" smallint NOT NULL,
    pgh_obj_id bigint NOT NULL,
    CONSTRAINT accounts_roleevent_position_check CHECK (("position" >= 0))
);
ALTER TABLE public.accounts_roleevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.accounts_roleevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.accounts_rolegrantevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    pgh_context jsonb,
    pgh_context_id uuid,
    id bigint NOT NULL,
    valid_from date NOT NULL,
    valid_to date,
    agency_id bigint,
    group_id bigint,
    person_id bigint NOT NULL,
    pgh_obj_id bigint NOT NULL,
    role_id bigint NOT NULL,
    unit_id bigint
);
ALTER TABLE public.accounts_rolegrantevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.accounts_rolegrantevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.accounts_rule (
    id bigint NOT NULL,
    code character varying(60) NOT NULL,
    value integer NOT NULL,
    valid_from date NOT NULL,
    valid_to date,
    source character varying(200) NOT NULL,
    certainty character varying(2) NOT NULL,
    CONSTRAINT accounts_accountrule_ends_after_it_begins CHECK (((valid_to IS NULL) OR (valid_to > valid_from)))
);
ALTER TABLE public.accounts_rule ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.accounts_rule_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.auth_group (
    id integer NOT NULL,
    name character varying(150) NOT NULL
);
ALTER TABLE public.auth_group ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.auth_group_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.auth_group_permissions (
    id bigint NOT NULL,
    group_id integer NOT NULL,
    permission_id integer NOT NULL
);
ALTER TABLE public.auth_group_permissions ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.auth_group_permissions_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.auth_permission (
    id integer NOT NULL,
    name character varying(255) NOT NULL,
    content_type_id integer NOT NULL,
    codename character varying(100) NOT NULL
);
ALTER TABLE public.auth_permission ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.auth_permission_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.calls_call (
    id bigint NOT NULL,
    code character varying(20) NOT NULL,
    adapter character varying(40) NOT NULL,
    external_id character varying(200) NOT NULL,
    number_dialled character varying(20) NOT NULL,
    caller_number character varying(20) NOT NULL,
    caller_name character varying(120) NOT NULL,
    caller_address character varying(300) NOT NULL,
    state character varying(10) NOT NULL,
    received_at timestamp with time zone NOT NULL,
    answered_at timestamp with time zone,
    ended_at timestamp with time zone,
    wrapped_at timestamp with time zone,
    returned_at timestamp with time zone,
    taken_at timestamp with time zone,
    narrative text NOT NULL,
    typed_rev integer NOT NULL,
    address character varying(300) NOT NULL,
    lon double precision,
    lat double precision,
    place_source character varying(10) NOT NULL,
    accuracy_m double precision,
    placed_at timestamp with time zone,
    kind character varying(120) NOT NULL,
    kind_why jsonb NOT NULL,
    severity character varying(10) NOT NULL,
    answers jsonb NOT NULL,
    outcome character varying(12) NOT NULL,
    recording character varying(200) NOT NULL,
    origin smallint NOT NULL,
    agency_id bigint,
    incident_id bigint,
    returned_by_id bigint,
    taken_by_id bigint,
    unit_id bigint,
    line_id bigint,
    search_text text NOT NULL,
    number_typed boolean NOT NULL,
    CONSTRAINT call_answered_has_its_time CHECK (((NOT ((state)::text = ANY ((ARRAY['answered'::character varying, 'held'::character varying])::text[]))) OR (answered_at IS NOT NULL))),
    CONSTRAINT call_place_says_its_source CHECK ((((lat IS NULL) AND (lon IS NULL)) OR ((lat IS NOT NULL) AND (lon IS NOT NULL) AND (NOT ((place_source)::text = ''::text))))),
    CONSTRAINT calls_call_typed_rev_check CHECK ((typed_rev >= 0))
);
ALTER TABLE public.calls_call ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.calls_call_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.calls_callevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    pgh_context jsonb,
    pgh_context_id uuid,
    id bigint NOT NULL,
    code character varying(20) NOT NULL,
    adapter character varying(40) NOT NULL,
    external_id character varying(200) NOT NULL,
    number_dialled character varying(20) NOT NULL,
    state character varying(10) NOT NULL,
    received_at timestamp with time zone NOT NULL,
    answered_at timestamp with time zone,
    ended_at timestamp with time zone,
    wrapped_at timestamp with time zone,
    returned_at timestamp with time zone,
    taken_at timestamp with time zone,
    narrative text NOT NULL,
    typed_rev integer NOT NULL,
    address character varying(300) NOT NULL,
    place_source character varying(10) NOT NULL,
    placed_at timestamp with time zone,
    kind character varying(120) NOT NULL,
    kind_why jsonb NOT NULL,
    severity character varying(10) NOT NULL,
    answers jsonb NOT NULL,
    outcome character varying(12) NOT NULL,
    origin smallint NOT NULL,
    agency_id bigint,
    incident_id bigint,
    pgh_obj_id bigint NOT NULL,
    returned_by_id bigint,
    taken_by_id bigint,
    unit_id bigint,
    line_id bigint,
    number_typed boolean NOT NULL,
    CONSTRAINT calls_callevent_typed_rev_check CHECK ((typed_rev >= 0))
);
ALTER TABLE public.calls_callevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.calls_callevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.calls_calllegevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    pgh_context jsonb,
    pgh_context_id uuid,
    id bigint NOT NULL,
    service character varying(40) NOT NULL,
    state character varying(10) NOT NULL,
    warm boolean NOT NULL,
    message character varying(500) NOT NULL,
    asked_at timestamp with time zone NOT NULL,
    answered_at timestamp with time zone,
    closed_at timestamp with time zone,
    note text NOT NULL,
    agency_id bigint NOT NULL,
    answered_by_id bigint,
    asked_by_id bigint,
    call_id bigint NOT NULL,
    incident_id bigint,
    pgh_obj_id bigint NOT NULL
);
ALTER TABLE public.calls_calllegevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.calls_calllegevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.calls_callruleevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    pgh_context jsonb,
    pgh_context_id uuid,
    id bigint NOT NULL,
    code character varying(60) NOT NULL,
    valid_from date NOT NULL,
    valid_to date,
    source character varying(200) NOT NULL,
    certainty character varying(2) NOT NULL,
    value integer NOT NULL,
    pgh_obj_id bigint NOT NULL,
    CONSTRAINT calls_callruleevent_value_check CHECK ((value >= 0))
);
ALTER TABLE public.calls_callruleevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.calls_callruleevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.calls_code_series (
    year smallint NOT NULL,
    last integer NOT NULL,
    CONSTRAINT calls_code_series_last_check CHECK ((last >= 0)),
    CONSTRAINT calls_code_series_year_check CHECK ((year >= 0))
);
CREATE TABLE public.calls_course (
    call_id bigint NOT NULL,
    events integer NOT NULL,
    first_at timestamp with time zone NOT NULL,
    answered_at timestamp with time zone,
    ended_at timestamp with time zone,
    talk_at timestamp with time zone,
    talk character varying(20) NOT NULL,
    CONSTRAINT calls_course_events_check CHECK ((events >= 0))
);
CREATE TABLE public.calls_exchange_event (
    id bigint NOT NULL,
    adapter character varying(40) NOT NULL,
    event_id character varying(200) NOT NULL,
    kind character varying(20) NOT NULL,
    fields jsonb NOT NULL,
    at timestamp with time zone NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    call_id bigint
);
ALTER TABLE public.calls_exchange_event ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.calls_exchange_event_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.calls_leg (
    id bigint NOT NULL,
    service character varying(40) NOT NULL,
    state character varying(10) NOT NULL,
    warm boolean NOT NULL,
    handed jsonb NOT NULL,
    message character varying(500) NOT NULL,
    asked_at timestamp with time zone NOT NULL,
    answered_at timestamp with time zone,
    closed_at timestamp with time zone,
    note text NOT NULL,
    agency_id bigint NOT NULL,
    answered_by_id bigint,
    asked_by_id bigint,
    call_id bigint NOT NULL,
    incident_id bigint,
    CONSTRAINT leg_declined_with_a_reason CHECK (((NOT ((state)::text = 'declined'::text)) OR (NOT (note = ''::text))))
);
ALTER TABLE public.calls_leg ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.calls_leg_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.calls_line (
    id bigint NOT NULL,
    number character varying(20) NOT NULL,
    valid_from date NOT NULL,
    valid_to date,
    name character varying(200) NOT NULL,
    service character varying(40) NOT NULL,
    source character varying(200) NOT NULL,
    certainty character varying(2) NOT NULL,
    agency_id bigint NOT NULL,
    changed_by_id bigint,
    unit_id bigint,
    CONSTRAINT line_ends_after_it_begins CHECK (((valid_to IS NULL) OR (valid_to > valid_from)))
);
ALTER TABLE public.calls_line ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.calls_line_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.calls_lineevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    pgh_context jsonb,
    pgh_context_id uuid,
    id bigint NOT NULL,
    number character varying(20) NOT NULL,
    valid_from date NOT NULL,
    valid_to date,
    name character varying(200) NOT NULL,
    service character varying(40) NOT NULL,
    source character varying(200) NOT NULL,
    certainty character varying(2) NOT NULL,
    agency_id bigint NOT NULL,
    changed_by_id bigint,
    pgh_obj_id bigint NOT NULL,
    unit_id bigint
);
ALTER TABLE public.calls_lineevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.calls_lineevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.calls_number_mark (
    id bigint NOT NULL,
    number character varying(20) NOT NULL,
    reason character varying(300) NOT NULL,
    marked_at timestamp with time zone NOT NULL,
    until timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    ended_by_id bigint,
    marked_by_id bigint NOT NULL
);
ALTER TABLE public.calls_number_mark ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.calls_number_mark_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.calls_numbermarkevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    pgh_context jsonb,
    pgh_context_id uuid,
    id bigint NOT NULL,
    reason character varying(300) NOT NULL,
    marked_at timestamp with time zone NOT NULL,
    until timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    ended_by_id bigint,
    marked_by_id bigint NOT NULL,
    pgh_obj_id bigint NOT NULL
);
ALTER TABLE public.calls_numbermarkevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.calls_numbermarkevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.calls_place_link (
    id bigint NOT NULL,
    token_hash character varying(64) NOT NULL,
    sent_to character varying(20) NOT NULL,
    sent_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    opened_at timestamp with time zone,
    told_at timestamp with time zone,
    lon double precision,
    lat double precision,
    accuracy_m double precision,
    call_id bigint NOT NULL,
    sent_by_id bigint NOT NULL,
    outbox_id bigint
);
ALTER TABLE public.calls_place_link ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.calls_place_link_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.calls_placelinkevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    pgh_context jsonb,
    pgh_context_id uuid,
    id bigint NOT NULL,
    token_hash character varying(64) NOT NULL,
    sent_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    opened_at timestamp with time zone,
    told_at timestamp with time zone,
    call_id bigint NOT NULL,
    pgh_obj_id bigint NOT NULL,
    sent_by_id bigint NOT NULL
);
ALTER TABLE public.calls_placelinkevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.calls_placelinkevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.calls_protocol_card (
    id bigint NOT NULL,
    pack character varying(60) NOT NULL,
    code character varying(80) NOT NULL,
    valid_from date NOT NULL,
    version integer NOT NULL,
    name_vi character varying(200) NOT NULL,
    name_en character varying(200) NOT NULL,
    kinds character varying(120)[] NOT NULL,
    advice jsonb NOT NULL,
    questions jsonb NOT NULL,
    approved_by character varying(200) NOT NULL,
    approved_on date,
    source text NOT NULL,
    certainty character varying(2) NOT NULL,
    withdrawn boolean NOT NULL,
    digest character varying(64) NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    CONSTRAINT calls_protocol_card_version_check CHECK ((version >= 0))
);
ALTER TABLE public.calls_protocol_card ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.calls_protocol_card_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.calls_protocolcardevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    pgh_context jsonb,
    pgh_context_id uuid,
    id bigint NOT NULL,
    pack character varying(60) NOT NULL,
    code character varying(80) NOT NULL,
    valid_from date NOT NULL,
    version integer NOT NULL,
    name_vi character varying(200) NOT NULL,
    name_en character varying(200) NOT NULL,
    kinds character varying(120)[] NOT NULL,
    advice jsonb NOT NULL,
    questions jsonb NOT NULL,
    approved_by character varying(200) NOT NULL,
    approved_on date,
    source text NOT NULL,
    certainty character varying(2) NOT NULL,
    withdrawn boolean NOT NULL,
    digest character varying(64) NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    pgh_obj_id bigint NOT NULL,
    CONSTRAINT calls_protocolcardevent_version_check CHECK ((version >= 0))
);
ALTER TABLE public.calls_protocolcardevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.calls_protocolcardevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.calls_recording_hold (
    id bigint NOT NULL,
    reason character varying(500) NOT NULL,
    held_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    ended_reason character varying(500) NOT NULL,
    call_id bigint NOT NULL,
    ended_by_id bigint,
    held_by_id bigint NOT NULL,
    CONSTRAINT recording_held_for_a_reason CHECK (((NOT ((reason)::text = ''::text)) AND ((ended_at IS NULL) OR (NOT ((ended_reason)::text = ''::text)))))
);
ALTER TABLE public.calls_recording_hold ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.calls_recording_hold_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.calls_recordingholdevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    pgh_context jsonb,
    pgh_context_id uuid,
    id bigint NOT NULL,
    reason character varying(500) NOT NULL,
    held_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    ended_reason character varying(500) NOT NULL,
    call_id bigint NOT NULL,
    ended_by_id bigint,
    held_by_id bigint NOT NULL,
    pgh_obj_id bigint NOT NULL
);
ALTER TABLE public.calls_recordingholdevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.calls_recordingholdevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.calls_rule (
    id bigint NOT NULL,
    code character varying(60) NOT NULL,
    valid_from date NOT NULL,
    valid_to date,
    source character varying(200) NOT NULL,
    certainty character varying(2) NOT NULL,
    value integer NOT NULL,
    CONSTRAINT calls_callrule_ends_after_it_begins CHECK (((valid_to IS NULL) OR (valid_to > valid_from))),
    CONSTRAINT calls_rule_value_check CHECK ((value >= 0))
);
ALTER TABLE public.calls_rule ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.calls_rule_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.calls_service (
    id bigint NOT NULL,
    code character varying(40) NOT NULL,
    valid_from date NOT NULL,
    pack character varying(60) NOT NULL,
    name_vi character varying(200) NOT NULL,
    name_en character varying(200) NOT NULL,
    emergency boolean NOT NULL,
    source text NOT NULL,
    certainty character varying(2) NOT NULL,
    withdrawn boolean NOT NULL
);
ALTER TABLE public.calls_service ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.calls_service_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.calls_serviceevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    pgh_context jsonb,
    pgh_context_id uuid,
    id bigint NOT NULL,
    code character varying(40) NOT NULL,
    valid_from date NOT NULL,
    pack character varying(60) NOT NULL,
    name_vi character varying(200) NOT NULL,
    name_en character varying(200) NOT NULL,
    emergency boolean NOT NULL,
    source text NOT NULL,
    certainty character varying(2) NOT NULL,
    withdrawn boolean NOT NULL,
    pgh_obj_id bigint NOT NULL
);
ALTER TABLE public.calls_serviceevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.calls_serviceevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.calls_street (
    id bigint NOT NULL,
    name character varying(200) NOT NULL,
    folded character varying(200) NOT NULL,
    lon double precision NOT NULL,
    lat double precision NOT NULL,
    half_m double precision NOT NULL,
    shape bytea NOT NULL,
    source character varying(120) NOT NULL,
    unit_id bigint
);
ALTER TABLE public.calls_street ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.calls_street_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.cameras_camera (
    id bigint NOT NULL,
    code character varying(60) NOT NULL,
    name character varying(200) NOT NULL,
    urn character varying(400) NOT NULL,
    lon double precision NOT NULL,
    lat double precision NOT NULL,
    direction smallint,
    field_of_view smallint,
    address character varying(500) NOT NULL,
    secret_changed_at timestamp with time zone,
    groups character varying(60)[] NOT NULL,
    purposes character varying(60)[] NOT NULL,
    notice character varying(500) NOT NULL,
    in_service boolean NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    agency_id bigint NOT NULL,
    changed_by_id bigint,
    unit_id bigint,
    recorder_id bigint,
    CONSTRAINT camera_address_holds_no_password CHECK ((NOT ((address)::text ~~ '%@%'::text))),
    CONSTRAINT camera_direction_is_an_angle CHECK (((direction IS NULL) OR (direction < 360))),
    CONSTRAINT camera_stands_on_earth CHECK (((lat >= ('-90.0'::numeric)::double precision) AND (lat <= (90.0)::double precision) AND (lon >= ('-180.0'::numeric)::double precision) AND (lon <= (180.0)::double precision))),
    CONSTRAINT cameras_camera_direction_check CHECK ((direction >= 0)),
    CONSTRAINT cameras_camera_field_of_view_check CHECK ((field_of_view >= 0))
);
ALTER TABLE public.cameras_camera ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.cameras_camera_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.cameras_cameraevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    pgh_context jsonb,
    pgh_context_id uuid,
    id bigint NOT NULL,
    code character varying(60) NOT NULL,
    name character varying(200) NOT NULL,
    urn character varying(400) NOT NULL,
    lon double precision NOT NULL,
    lat double precision NOT NULL,
    direction smallint,
    field_of_view smallint,
    address character varying(500) NOT NULL,
    secret_changed_at timestamp with time zone,
    groups character varying(60)[] NOT NULL,
    purposes character varying(60)[] NOT NULL,
    notice character varying(500) NOT NULL,
    in_service boolean NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    agency_id bigint NOT NULL,
    changed_by_id bigint,
    pgh_obj_id bigint NOT NULL,
    unit_id bigint,
    recorder_id bigint,
    CONSTRAINT cameras_cameraevent_direction_check CHECK ((direction >= 0)),
    CONSTRAINT cameras_cameraevent_field_of_view_check CHECK ((field_of_view >= 0))
);
ALTER TABLE public.cameras_cameraevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.cameras_cameraevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.cameras_cameragrantevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    pgh_context jsonb,
    pgh_context_id uuid,
    id bigint NOT NULL,
    "group" character varying(60) NOT NULL,
    purpose character varying(60) NOT NULL,
    valid_from date NOT NULL,
    valid_to date,
    document character varying(300) NOT NULL,
    granted_at timestamp with time zone NOT NULL,
    agency_id bigint NOT NULL,
    granted_by_id bigint,
    owner_id bigint NOT NULL,
    pgh_obj_id bigint NOT NULL
);
ALTER TABLE public.cameras_cameragrantevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.cameras_cameragrantevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.cameras_cameraruleevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    pgh_context jsonb,
    pgh_context_id uuid,
    id bigint NOT NULL,
    code character varying(60) NOT NULL,
    valid_from date NOT NULL,
    valid_to date,
    source character varying(200) NOT NULL,
    certainty character varying(2) NOT NULL,
    value integer NOT NULL,
    pgh_obj_id bigint NOT NULL,
    CONSTRAINT cameras_cameraruleevent_value_check CHECK ((value >= 0))
);
ALTER TABLE public.cameras_cameraruleevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.cameras_cameraruleevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.cameras_grant (
    id bigint NOT NULL,
    "group" character varying(60) NOT NULL,
    purpose character varying(60) NOT NULL,
    valid_from date NOT NULL,
    valid_to date,
    document character varying(300) NOT NULL,
    granted_at timestamp with time zone NOT NULL,
    agency_id bigint NOT NULL,
    granted_by_id bigint,
    owner_id bigint NOT NULL,
    CONSTRAINT camera_grant_ends_after_it_begins CHECK (((valid_to IS NULL) OR (valid_to >= valid_from))),
    CONSTRAINT camera_grant_has_a_document CHECK ((NOT ((document)::text = ''::text)))
);
ALTER TABLE public.cameras_grant ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.cameras_grant_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.cameras_health (
    camera_id bigint NOT NULL,
    state character varying(8) NOT NULL,
    since timestamp with time zone NOT NULL,
    trouble character varying(20) NOT NULL,
    suspected character varying(8) NOT NULL,
    suspected_looks smallint NOT NULL,
    failures smallint NOT NULL,
    looked_at timestamp with time zone,
    next_at timestamp with time zone NOT NULL,
    took_ms integer,
    width smallint,
    height smallint,
    newest bytea NOT NULL,
    "references" bytea NOT NULL,
    confirmed_at timestamp with time zone,
    confirmed_by_id bigint,
    CONSTRAINT cameras_health_failures_check CHECK ((failures >= 0)),
    CONSTRAINT cameras_health_height_check CHECK ((height >= 0)),
    CONSTRAINT cameras_health_suspected_looks_check CHECK ((suspected_looks >= 0)),
    CONSTRAINT cameras_health_took_ms_check CHECK ((took_ms >= 0)),
    CONSTRAINT cameras_health_width_check CHECK ((width >= 0))
);
CREATE TABLE public.cameras_period (
    id bigint NOT NULL,
    state character varying(8) NOT NULL,
    trouble character varying(20) NOT NULL,
    began_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    camera_id bigint NOT NULL
);
ALTER TABLE public.cameras_period ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.cameras_period_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.cameras_recorder (
    id bigint NOT NULL,
    code character varying(60) NOT NULL,
    name character varying(200) NOT NULL,
    kind character varying(4) NOT NULL,
    host character varying(253) NOT NULL,
    agency_id bigint NOT NULL
);
ALTER TABLE public.cameras_recorder ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.cameras_recorder_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.cameras_recorderevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    pgh_context jsonb,
    pgh_context_id uuid,
    id bigint NOT NULL,
    code character varying(60) NOT NULL,
    name character varying(200) NOT NULL,
    kind character varying(4) NOT NULL,
    host character varying(253) NOT NULL,
    agency_id bigint NOT NULL,
    pgh_obj_id bigint NOT NULL
);
ALTER TABLE public.cameras_recorderevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.cameras_recorderevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.cameras_rule (
    id bigint NOT NULL,
    code character varying(60) NOT NULL,
    valid_from date NOT NULL,
    valid_to date,
    source character varying(200) NOT NULL,
    certainty character varying(2) NOT NULL,
    value integer NOT NULL,
    CONSTRAINT cameras_camerarule_ends_after_it_begins CHECK (((valid_to IS NULL) OR (valid_to > valid_from))),
    CONSTRAINT cameras_rule_value_check CHECK ((value >= 0))
);
ALTER TABLE public.cameras_rule ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.cameras_rule_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.cameras_secret (
    camera_id bigint NOT NULL,
    token text NOT NULL
);
CREATE TABLE public.codelists_codelistevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    pgh_context jsonb,
    pgh_context_id uuid,
    id bigint NOT NULL,
    code character varying(60) NOT NULL,
    name_vi character varying(200) NOT NULL,
    name_en character varying(200) NOT NULL,
    purpose_vi character varying(500) NOT NULL,
    purpose_en character varying(500) NOT NULL,
    basis character varying(300) NOT NULL,
    certainty character varying(2) NOT NULL,
    home character varying(60) NOT NULL,
    owner_id bigint,
    pgh_obj_id bigint NOT NULL
);
ALTER TABLE public.codelists_codelistevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.codelists_codelistevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.codelists_entry (
    id bigint NOT NULL,
    code character varying(60) NOT NULL,
    name_vi character varying(500) NOT NULL,
    name_en character varying(500) NOT NULL,
    parent character varying(60) NOT NULL,
    "position" integer NOT NULL,
    ended boolean NOT NULL,
    replaced_by character varying(60)[] NOT NULL,
    extra jsonb NOT NULL,
    release_id bigint NOT NULL,
    CONSTRAINT code_list_entry_has_a_name CHECK (((NOT ((code)::text = ''::text)) AND (NOT ((name_vi)::text = ''::text)))),
    CONSTRAINT codelists_entry_position_check CHECK (("position" >= 0))
);
ALTER TABLE public.codelists_entry ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.codelists_entry_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.codelists_entryevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    pgh_context jsonb,
    pgh_context_id uuid,
    id bigint NOT NULL,
    code character varying(60) NOT NULL,
    name_vi character varying(500) NOT NULL,
    name_en character varying(500) NOT NULL,
    parent character varying(60) NOT NULL,
    "position" integer NOT NULL,
    ended boolean NOT NULL,
    replaced_by character varying(60)[] NOT NULL,
    extra jsonb NOT NULL,
    pgh_obj_id bigint NOT NULL,
    release_id bigint NOT NULL,
    CONSTRAINT codelists_entryevent_position_check CHECK (("position" >= 0))
);
ALTER TABLE public.codelists_entryevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.codelists_entryevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.codelists_list (
    id bigint NOT NULL,
    code character varying(60) NOT NULL,
    name_vi character varying(200) NOT NULL,
    name_en character varying(200) NOT NULL,
    purpose_vi character varying(500) NOT NULL,
    purpose_en character varying(500) NOT NULL,
    basis character varying(300) NOT NULL,
    certainty character varying(2) NOT NULL,
    home character varying(60) NOT NULL,
    owner_id bigint,
    CONSTRAINT code_list_has_a_name CHECK ((NOT ((name_vi)::text = ''::text)))
);
ALTER TABLE public.codelists_list ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.codelists_list_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.codelists_release (
    id bigint NOT NULL,
    number integer NOT NULL,
    status character varying(10) NOT NULL,
    valid_from date,
    source character varying(300) NOT NULL,
    certainty character varying(2) NOT NULL,
    note text NOT NULL,
    digest character varying(64) NOT NULL,
    made_at timestamp with time zone NOT NULL,
    published_at timestamp with time zone,
    list_id bigint NOT NULL,
    made_by_id bigint,
    published_by_id bigint,
    CONSTRAINT code_list_published_with_day_and_source CHECK ((((status)::text = 'draft'::text) OR ((published_at IS NOT NULL) AND (valid_from IS NOT NULL) AND (NOT ((digest)::text = ''::text)) AND (NOT ((source)::text = ''::text))))),
    CONSTRAINT codelists_release_number_check CHECK ((number >= 0))
);
ALTER TABLE public.codelists_release ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.codelists_release_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.codelists_releaseevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    pgh_context jsonb,
    pgh_context_id uuid,
    id bigint NOT NULL,
    number integer NOT NULL,
    status character varying(10) NOT NULL,
    valid_from date,
    source character varying(300) NOT NULL,
    certainty character varying(2) NOT NULL,
    note text NOT NULL,
    digest character varying(64) NOT NULL,
    made_at timestamp with time zone NOT NULL,
    published_at timestamp with time zone,
    list_id bigint NOT NULL,
    made_by_id bigint,
    pgh_obj_id bigint NOT NULL,
    published_by_id bigint,
    CONSTRAINT codelists_releaseevent_number_check CHECK ((number >= 0))
);
ALTER TABLE public.codelists_releaseevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.codelists_releaseevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.commands_channel (
    id bigint NOT NULL,
    code character varying(60) NOT NULL,
    kind character varying(40) NOT NULL,
    name character varying(200) NOT NULL,
    urns character varying(400)[] NOT NULL,
    settings jsonb NOT NULL,
    secrets_changed_at timestamp with time zone,
    is_on boolean NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    agency_id bigint NOT NULL,
    changed_by_id bigint,
    unit_id bigint
);
ALTER TABLE public.commands_channel ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.commands_channel_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.commands_channel_secret (
    id bigint NOT NULL,
    name character varying(60) NOT NULL,
    token text NOT NULL,
    channel_id bigint NOT NULL
);
ALTER TABLE public.commands_channel_secret ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.commands_channel_secret_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.commands_channelevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    pgh_context jsonb,
    pgh_context_id uuid,
    id bigint NOT NULL,
    code character varying(60) NOT NULL,
    kind character varying(40) NOT NULL,
    name character varying(200) NOT NULL,
    urns character varying(400)[] NOT NULL,
    settings jsonb NOT NULL,
    secrets_changed_at timestamp with time zone,
    is_on boolean NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    agency_id bigint NOT NULL,
    changed_by_id bigint,
    pgh_obj_id bigint NOT NULL,
    unit_id bigint
);
ALTER TABLE public.commands_channelevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.commands_channelevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.commands_command (
    id bigint NOT NULL,
    key uuid NOT NULL,
    code character varying(80) NOT NULL,
    pack character varying(60) NOT NULL,
    told jsonb NOT NULL,
    urn character varying(400) NOT NULL,
    entity_name character varying(300) NOT NULL,
    value jsonb NOT NULL,
    risk character varying(4) NOT NULL,
    needs_second boolean NOT NULL,
    reason character varying(500) NOT NULL,
    state character varying(10) NOT NULL,
    asked_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    decided_at timestamp with time zone,
    note character varying(500) NOT NULL,
    sent_at timestamp with time zone,
    until timestamp with time zone,
    ended_at timestamp with time zone,
    trouble character varying(80) NOT NULL,
    agency_id bigint,
    asked_by_id bigint NOT NULL,
    decided_by_id bigint,
    unit_id bigint,
    acknowledged_at timestamp with time zone,
    acknowledgement character varying(120) NOT NULL,
    incident character varying(20) NOT NULL,
    shown_by character varying(10) NOT NULL,
    channel_id bigint,
    CONSTRAINT command_decided_by_a_second_person CHECK (((decided_by_id IS NULL) OR ((state)::text = 'cancelled'::text) OR (NOT ((decided_by_id = asked_by_id) AND (decided_by_id IS NOT NULL))))),
    CONSTRAINT command_not_sent_without_consent CHECK (((NOT needs_second) OR ((decided_at IS NOT NULL) AND (decided_by_id IS NOT NULL)) OR ((state)::text = ANY ((ARRAY['waiting'::character varying, 'expired'::character varying, 'cancelled'::character varying])::text[])))),
    CONSTRAINT command_of_high_risk_needs_a_second CHECK (((NOT ((risk)::text = 'high'::text)) OR needs_second))
);
ALTER TABLE public.commands_command ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.commands_command_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.commands_commandevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    pgh_context jsonb,
    pgh_context_id uuid,
    id bigint NOT NULL,
    key uuid NOT NULL,
    code character varying(80) NOT NULL,
    pack character varying(60) NOT NULL,
    told jsonb NOT NULL,
    urn character varying(400) NOT NULL,
    entity_name character varying(300) NOT NULL,
    value jsonb NOT NULL,
    risk character varying(4) NOT NULL,
    needs_second boolean NOT NULL,
    reason character varying(500) NOT NULL,
    state character varying(10) NOT NULL,
    asked_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    decided_at timestamp with time zone,
    note character varying(500) NOT NULL,
    sent_at timestamp with time zone,
    until timestamp with time zone,
    ended_at timestamp with time zone,
    trouble character varying(80) NOT NULL,
    agency_id bigint,
    asked_by_id bigint NOT NULL,
    decided_by_id bigint,
    pgh_obj_id bigint NOT NULL,
    unit_id bigint,
    acknowledged_at timestamp with time zone,
    acknowledgement character varying(120) NOT NULL,
    incident character varying(20) NOT NULL,
    shown_by character varying(10) NOT NULL,
    channel_id bigint
);
ALTER TABLE public.commands_commandevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.commands_commandevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.connectors_import (
    id bigint NOT NULL,
    file_name character varying(255) NOT NULL,
    file_bytes bigint NOT NULL,
    file_sha256 character varying(64) NOT NULL,
    folder character varying(400) NOT NULL,
    stations_folder character varying(400) NOT NULL,
    mapping_name character varying(255) NOT NULL,
    mapping_text text NOT NULL,
    origin smallint NOT NULL,
    dry_run boolean NOT NULL,
    state character varying(10) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    started_at timestamp with time zone,
    beat_at timestamp with time zone,
    ended_at timestamp with time zone,
    fraction double precision NOT NULL,
    rows bigint NOT NULL,
    stored bigint NOT NULL,
    refused bigint NOT NULL,
    filtered bigint NOT NULL,
    empty bigint NOT NULL,
    values_read bigint NOT NULL,
    values_refused bigint NOT NULL,
    gaps bigint NOT NULL,
    changed bigint NOT NULL,
    reasons jsonb NOT NULL,
    error_code character varying(80) NOT NULL,
    error_fields jsonb NOT NULL,
    agency_id bigint,
    requested_by_id bigint,
    unit_id bigint,
    reach jsonb,
    file_forgotten_at timestamp with time zone,
    CONSTRAINT connectors_import_origin_check CHECK ((origin >= 0))
);
ALTER TABLE public.connectors_import ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.connectors_import_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.connectors_reject (
    id bigint NOT NULL,
    line bigint NOT NULL,
    "column" character varying(255) NOT NULL,
    value text NOT NULL,
    reason character varying(40) NOT NULL,
    detail character varying(255) NOT NULL,
    import_id bigint NOT NULL
);
ALTER TABLE public.connectors_reject ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.connectors_reject_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.connectors_source (
    id bigint NOT NULL,
    code character varying(60) NOT NULL,
    kind character varying(40) NOT NULL,
    name_vi character varying(200) NOT NULL,
    name_en character varying(200) NOT NULL,
    contact character varying(200) NOT NULL,
    purpose text NOT NULL,
    settings jsonb NOT NULL,
    secrets_changed_at timestamp with time zone,
    mapping_text text NOT NULL,
    origin smallint NOT NULL,
    own_only boolean NOT NULL,
    ask_every_s integer NOT NULL,
    every_s integer,
    daily_at time without time zone,
    tolerance_s integer NOT NULL,
    state character varying(10) NOT NULL,
    state_since timestamp with time zone NOT NULL,
    created_at timestamp with time zone NOT NULL,
    agency_id bigint NOT NULL,
    created_by_id bigint,
    unit_id bigint,
    CONSTRAINT connectors_source_ask_every_s_check CHECK ((ask_every_s >= 0)),
    CONSTRAINT connectors_source_every_s_check CHECK ((every_s >= 0)),
    CONSTRAINT connectors_source_origin_check CHECK ((origin >= 0)),
    CONSTRAINT connectors_source_tolerance_s_check CHECK ((tolerance_s >= 0)),
    CONSTRAINT source_asks_not_too_often CHECK ((ask_every_s >= 5)),
    CONSTRAINT source_has_one_rhythm CHECK ((((every_s IS NULL) OR (daily_at IS NULL)) AND (1 = (
CASE
    WHEN (every_s IS NULL) THEN 1
    ELSE 0
END +
CASE
    WHEN (daily_at IS NULL) THEN 1
    ELSE 0
END))))
);
ALTER TABLE public.connectors_source ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.connectors_source_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.connectors_source_message (
    id bigint NOT NULL,
    purpose character varying(10) NOT NULL,
    request_id character varying(64) NOT NULL,
    attempt smallint NOT NULL,
    sent_at timestamp with time zone NOT NULL,
    took_ms integer NOT NULL,
    method character varying(8) NOT NULL,
    url character varying(255) NOT NULL,
    digest character varying(64) NOT NULL,
    answered boolean NOT NULL,
    status smallint,
    code character varying(80) NOT NULL,
    answer_id character varying(200) NOT NULL,
    detail character varying(500) NOT NULL,
    size bigint NOT NULL,
    run_id bigint,
    source_id bigint NOT NULL,
    CONSTRAINT connectors_source_message_attempt_check CHECK ((attempt >= 0)),
    CONSTRAINT connectors_source_message_status_check CHECK ((status >= 0)),
    CONSTRAINT connectors_source_message_took_ms_check CHECK ((took_ms >= 0))
);
ALTER TABLE public.connectors_source_message ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.connectors_source_message_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.connectors_source_reject (
    id bigint NOT NULL,
    piece character varying(255) NOT NULL,
    line bigint NOT NULL,
    "column" character varying(255) NOT NULL,
    value text NOT NULL,
    reason character varying(40) NOT NULL,
    detail character varying(255) NOT NULL,
    run_id bigint NOT NULL
);
ALTER TABLE public.connectors_source_reject ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.connectors_source_reject_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.connectors_source_run (
    id bigint NOT NULL,
    state character varying(10) NOT NULL,
    begun_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    dry boolean NOT NULL,
    pieces integer NOT NULL,
    bytes bigint NOT NULL,
    rows bigint NOT NULL,
    stored bigint NOT NULL,
    refused bigint NOT NULL,
    filtered bigint NOT NULL,
    empty bigint NOT NULL,
    values_read bigint NOT NULL,
    values_refused bigint NOT NULL,
    late bigint NOT NULL,
    changed bigint NOT NULL,
    reasons jsonb NOT NULL,
    error_code character varying(80) NOT NULL,
    error_fields jsonb NOT NULL,
    source_id bigint NOT NULL,
    minute timestamp with time zone,
    CONSTRAINT connectors_source_run_pieces_check CHECK ((pieces >= 0))
);
ALTER TABLE public.connectors_source_run ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.connectors_source_run_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.connectors_source_secret (
    id bigint NOT NULL,
    name character varying(60) NOT NULL,
    token text NOT NULL,
    source_id bigint NOT NULL
);
ALTER TABLE public.connectors_source_secret ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.connectors_source_secret_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.connectors_source_standing (
    source_id bigint NOT NULL,
    place jsonb NOT NULL,
    mapping_sha256 character varying(64) NOT NULL,
    next_at timestamp with time zone NOT NULL,
    failures integer NOT NULL,
    begun_at timestamp with time zone,
    success_at timestamp with time zone,
    arrived_at timestamp with time zone,
    value_at timestamp with time zone,
    error_at timestamp with time zone,
    error_code character varying(80) NOT NULL,
    error_fields jsonb NOT NULL,
    late_since timestamp with time zone,
    reached_at timestamp with time zone,
    waits_since timestamp with time zone,
    CONSTRAINT connectors_source_standing_failures_check CHECK ((failures >= 0))
);
CREATE TABLE public.connectors_sourceevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    pgh_context jsonb,
    pgh_context_id uuid,
    id bigint NOT NULL,
    code character varying(60) NOT NULL,
    kind character varying(40) NOT NULL,
    name_vi character varying(200) NOT NULL,
    name_en character varying(200) NOT NULL,
    contact character varying(200) NOT NULL,
    purpose text NOT NULL,
    settings jsonb NOT NULL,
    secrets_changed_at timestamp with time zone,
    mapping_text text NOT NULL,
    origin smallint NOT NULL,
    own_only boolean NOT NULL,
    ask_every_s integer NOT NULL,
    every_s integer,
    daily_at time without time zone,
    tolerance_s integer NOT NULL,
    state character varying(10) NOT NULL,
    state_since timestamp with time zone NOT NULL,
    created_at timestamp with time zone NOT NULL,
    agency_id bigint NOT NULL,
    created_by_id bigint,
    pgh_obj_id bigint NOT NULL,
    unit_id bigint,
    CONSTRAINT connectors_sourceevent_ask_every_s_check CHECK ((ask_every_s >= 0)),
    CONSTRAINT connectors_sourceevent_every_s_check CHECK ((every_s >= 0)),
    CONSTRAINT connectors_sourceevent_origin_check CHECK ((origin >= 0)),
    CONSTRAINT connectors_sourceevent_tolerance_s_check CHECK ((tolerance_s >= 0))
);
ALTER TABLE public.connectors_sourceevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.connectors_sourceevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.connectors_taken_content (
    id bigint NOT NULL,
    digest character varying(64) NOT NULL,
    name character varying(255) NOT NULL,
    at timestamp with time zone NOT NULL,
    source_id bigint NOT NULL,
    refused boolean NOT NULL
);
ALTER TABLE public.connectors_taken_content ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.connectors_taken_content_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.crews_attachment (
    id bigint NOT NULL,
    kind character varying(5) NOT NULL,
    media_type character varying(40) NOT NULL,
    sha256 character varying(64) NOT NULL,
    size integer NOT NULL,
    seconds smallint,
    recorded_at timestamp with time zone NOT NULL,
    incident_id bigint NOT NULL,
    deed_id bigint NOT NULL,
    CONSTRAINT crews_attachment_seconds_check CHECK ((seconds >= 0)),
    CONSTRAINT crews_attachment_size_check CHECK ((size >= 0))
);
ALTER TABLE public.crews_attachment ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.crews_attachment_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.crews_crewdutyevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    pgh_context jsonb,
    pgh_context_id uuid,
    id bigint NOT NULL,
    began_at timestamp with time zone NOT NULL,
    until timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    ended_by_id bigint,
    force_id bigint NOT NULL,
    person_id bigint NOT NULL,
    pgh_obj_id bigint NOT NULL
);
ALTER TABLE public.crews_crewdutyevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.crews_crewdutyevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.crews_crewruleevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    pgh_context jsonb,
    pgh_context_id uuid,
    id bigint NOT NULL,
    code character varying(60) NOT NULL,
    valid_from date NOT NULL,
    valid_to date,
    source character varying(200) NOT NULL,
    certainty character varying(2) NOT NULL,
    value integer NOT NULL,
    pgh_obj_id bigint NOT NULL,
    CONSTRAINT crews_crewruleevent_value_check CHECK ((value >= 0))
);
ALTER TABLE public.crews_crewruleevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.crews_crewruleevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.crews_deed (
    id bigint NOT NULL,
    client_id character varying(26) NOT NULL,
    device character varying(32) NOT NULL,
    number bigint NOT NULL,
    what character varying(20) NOT NULL,
    state character varying(14) NOT NULL,
    text character varying(1000) NOT NULL,
    told_at timestamp with time zone NOT NULL,
    at timestamp with time zone NOT NULL,
    skew_ms bigint NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    outcome character varying(4) NOT NULL,
    answer jsonb NOT NULL,
    assignment_id bigint,
    duty_id bigint NOT NULL,
    person_id bigint NOT NULL,
    CONSTRAINT crews_deed_number_check CHECK ((number >= 0))
);
ALTER TABLE public.crews_deed ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.crews_deed_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.crews_duty (
    id bigint NOT NULL,
    began_at timestamp with time zone NOT NULL,
    until timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    ended_by_id bigint,
    force_id bigint NOT NULL,
    person_id bigint NOT NULL,
    CONSTRAINT crew_duty_ends_after_it_begins CHECK ((until > began_at))
);
ALTER TABLE public.crews_duty ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.crews_duty_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.crews_rule (
    id bigint NOT NULL,
    code character varying(60) NOT NULL,
    valid_from date NOT NULL,
    valid_to date,
    source character varying(200) NOT NULL,
    certainty character varying(2) NOT NULL,
    value integer NOT NULL,
    CONSTRAINT crews_crewrule_ends_after_it_begins CHECK (((valid_to IS NULL) OR (valid_to > valid_from))),
    CONSTRAINT crews_rule_value_check CHECK ((value >= 0))
);
ALTER TABLE public.crews_rule ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.crews_rule_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.dispatch_target (
    id bigint NOT NULL,
    code character varying(60) NOT NULL,
    valid_from date NOT NULL,
    valid_to date,
    source character varying(200) NOT NULL,
    certainty character varying(2) NOT NULL,
    pack character varying(60) NOT NULL,
    standard character varying(120) NOT NULL,
    measure character varying(20) NOT NULL,
    service character varying(40) NOT NULL,
    within_s integer NOT NULL,
    share smallint NOT NULL,
    CONSTRAINT dispatch_target_ends_after_it_begins CHECK (((valid_to IS NULL) OR (valid_to > valid_from))),
    CONSTRAINT dispatch_target_possible CHECK (((share >= 1) AND (share <= 100) AND (within_s >= 1))),
    CONSTRAINT dispatch_target_share_check CHECK ((share >= 0)),
    CONSTRAINT dispatch_target_within_s_check CHECK ((within_s >= 0))
);
ALTER TABLE public.dispatch_target ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.dispatch_target_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.dispatch_targetevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    pgh_context jsonb,
    pgh_context_id uuid,
    id bigint NOT NULL,
    code character varying(60) NOT NULL,
    valid_from date NOT NULL,
    valid_to date,
    source character varying(200) NOT NULL,
    certainty character varying(2) NOT NULL,
    pack character varying(60) NOT NULL,
    standard character varying(120) NOT NULL,
    measure character varying(20) NOT NULL,
    service character varying(40) NOT NULL,
    within_s integer NOT NULL,
    share smallint NOT NULL,
    pgh_obj_id bigint NOT NULL,
    CONSTRAINT dispatch_targetevent_share_check CHECK ((share >= 0)),
    CONSTRAINT dispatch_targetevent_within_s_check CHECK ((within_s >= 0))
);
ALTER TABLE public.dispatch_targetevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.dispatch_targetevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.django_content_type (
    id integer NOT NULL,
    app_label character varying(100) NOT NULL,
    model character varying(100) NOT NULL
);
ALTER TABLE public.django_content_type ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.django_content_type_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.django_migrations (
    id bigint NOT NULL,
    app character varying(255) NOT NULL,
    name character varying(255) NOT NULL,
    applied timestamp with time zone NOT NULL
);
ALTER TABLE public.django_migrations ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.django_migrations_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.django_session (
    session_key character varying(40) NOT NULL,
    session_data text NOT NULL,
    expire_date timestamp with time zone NOT NULL
);
CREATE TABLE public.drills_done (
    key character varying(60) NOT NULL,
    due_at timestamp with time zone NOT NULL,
    done_at timestamp with time zone NOT NULL,
    told character varying(200) NOT NULL
);
CREATE TABLE public.drills_drill (
    id bigint NOT NULL,
    name character varying(30) NOT NULL,
    scenario character varying(120) NOT NULL,
    title_vi character varying(200) NOT NULL,
    title_en character varying(200) NOT NULL,
    plan jsonb NOT NULL,
    pace double precision NOT NULL,
    state character varying(8) NOT NULL,
    made_at timestamp with time zone NOT NULL,
    started_at timestamp with time zone,
    ended_at timestamp with time zone,
    port integer,
    trouble text NOT NULL,
    progress jsonb NOT NULL,
    score jsonb NOT NULL,
    removed_at timestamp with time zone,
    agency_id bigint,
    ended_by_id bigint,
    made_by_id bigint,
    CONSTRAINT drill_ended_has_its_time CHECK (((NOT ((state)::text = 'ended'::text)) OR (ended_at IS NOT NULL))),
    CONSTRAINT drill_pace_possible CHECK (((pace >= (0.1)::double precision) AND (pace <= (600.0)::double precision))),
    CONSTRAINT drills_drill_port_check CHECK ((port >= 0))
);
ALTER TABLE public.drills_drill ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.drills_drill_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.drills_drillevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    pgh_context jsonb,
    pgh_context_id uuid,
    id bigint NOT NULL,
    name character varying(30) NOT NULL,
    scenario character varying(120) NOT NULL,
    title_vi character varying(200) NOT NULL,
    title_en character varying(200) NOT NULL,
    pace double precision NOT NULL,
    state character varying(8) NOT NULL,
    made_at timestamp with time zone NOT NULL,
    started_at timestamp with time zone,
    ended_at timestamp with time zone,
    port integer,
    removed_at timestamp with time zone,
    agency_id bigint,
    ended_by_id bigint,
    made_by_id bigint,
    pgh_obj_id bigint NOT NULL,
    CONSTRAINT drills_drillevent_port_check CHECK ((port >= 0))
);
ALTER TABLE public.drills_drillevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.drills_drillevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.drills_play (
    id smallint NOT NULL,
    plan jsonb NOT NULL,
    pace double precision NOT NULL,
    state character varying(8) NOT NULL,
    began_at timestamp with time zone,
    paused_at timestamp with time zone,
    paused_s double precision NOT NULL,
    score jsonb NOT NULL,
    scored_at timestamp with time zone,
    CONSTRAINT drill_play_is_one CHECK ((id = 1)),
    CONSTRAINT drills_play_id_check CHECK ((id >= 0))
);
CREATE TABLE public.duty_hush (
    id bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    until timestamp with time zone NOT NULL,
    alarms bigint[] NOT NULL,
    person_id bigint NOT NULL,
    CONSTRAINT hush_ends_after_it_begins CHECK ((until > at))
);
ALTER TABLE public.duty_hush ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.duty_hush_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.duty_override (
    id bigint NOT NULL,
    begins_at timestamp with time zone NOT NULL,
    ends_at timestamp with time zone NOT NULL,
    people bigint[] NOT NULL,
    reason character varying(300) NOT NULL,
    decided_at timestamp with time zone NOT NULL,
    withdrawn_at timestamp with time zone,
    decided_by_id bigint,
    roster_id bigint NOT NULL,
    CONSTRAINT override_ends_after_it_begins CHECK ((ends_at > begins_at)),
    CONSTRAINT override_has_a_reason CHECK ((NOT ((reason)::text = ''::text)))
);
ALTER TABLE public.duty_override ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.duty_override_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.duty_overrideevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    pgh_context jsonb,
    pgh_context_id uuid,
    id bigint NOT NULL,
    begins_at timestamp with time zone NOT NULL,
    ends_at timestamp with time zone NOT NULL,
    people bigint[] NOT NULL,
    reason character varying(300) NOT NULL,
    decided_at timestamp with time zone NOT NULL,
    withdrawn_at timestamp with time zone,
    decided_by_id bigint,
    pgh_obj_id bigint NOT NULL,
    roster_id bigint NOT NULL
);
ALTER TABLE public.duty_overrideevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.duty_overrideevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.duty_pattern (
    id bigint NOT NULL,
    valid_from date NOT NULL,
    valid_to date,
    days character varying(10) NOT NULL,
    shifts jsonb NOT NULL,
    keeps smallint NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    recorded_by_id bigint,
    roster_id bigint NOT NULL,
    CONSTRAINT duty_pattern_keeps_check CHECK ((keeps >= 0)),
    CONSTRAINT pattern_ends_after_it_begins CHECK (((valid_to IS NULL) OR (valid_to > valid_from)))
);
ALTER TABLE public.duty_pattern ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.duty_pattern_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.duty_pattern_place (
    id bigint NOT NULL,
    crew smallint NOT NULL,
    "position" smallint NOT NULL,
    pattern_id bigint NOT NULL,
    person_id bigint NOT NULL,
    CONSTRAINT duty_pattern_place_crew_check CHECK ((crew >= 0)),
    CONSTRAINT duty_pattern_place_position_check CHECK (("position" >= 0))
);
ALTER TABLE public.duty_pattern_place ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.duty_pattern_place_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.duty_patternevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    pgh_context jsonb,
    pgh_context_id uuid,
    id bigint NOT NULL,
    valid_from date NOT NULL,
    valid_to date,
    days character varying(10) NOT NULL,
    shifts jsonb NOT NULL,
    keeps smallint NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    pgh_obj_id bigint NOT NULL,
    recorded_by_id bigint,
    roster_id bigint NOT NULL,
    CONSTRAINT duty_patternevent_keeps_check CHECK ((keeps >= 0))
);
ALTER TABLE public.duty_patternevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.duty_patternevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.duty_patternplaceevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    pgh_context jsonb,
    pgh_context_id uuid,
    id bigint NOT NULL,
    crew smallint NOT NULL,
    "position" smallint NOT NULL,
    pattern_id bigint NOT NULL,
    person_id bigint NOT NULL,
    pgh_obj_id bigint NOT NULL,
    CONSTRAINT duty_patternplaceevent_crew_check CHECK ((crew >= 0)),
    CONSTRAINT duty_patternplaceevent_position_check CHECK (("position" >= 0))
);
ALTER TABLE public.duty_patternplaceevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.duty_patternplaceevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.duty_policy (
    id bigint NOT NULL,
    code character varying(60) NOT NULL,
    valid_from date NOT NULL,
    valid_to date,
    source character varying(200) NOT NULL,
    certainty character varying(2) NOT NULL,
    name_vi character varying(120) NOT NULL,
    name_en character varying(120) NOT NULL,
    repeats smallint NOT NULL,
    last_wait_s integer NOT NULL,
    agency_id bigint,
    CONSTRAINT duty_policy_ends_after_it_begins CHECK (((valid_to IS NULL) OR (valid_to > valid_from))),
    CONSTRAINT duty_policy_last_wait_s_check CHECK ((last_wait_s >= 0)),
    CONSTRAINT duty_policy_repeats_check CHECK ((repeats >= 0)),
    CONSTRAINT policy_repeats_five_times_at_most CHECK ((repeats <= 5))
);
ALTER TABLE public.duty_policy ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.duty_policy_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.duty_policyevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    pgh_context jsonb,
    pgh_context_id uuid,
    id bigint NOT NULL,
    code character varying(60) NOT NULL,
    valid_from date NOT NULL,
    valid_to date,
    source character varying(200) NOT NULL,
    certainty character varying(2) NOT NULL,
    name_vi character varying(120) NOT NULL,
    name_en character varying(120) NOT NULL,
    repeats smallint NOT NULL,
    last_wait_s integer NOT NULL,
    agency_id bigint,
    pgh_obj_id bigint NOT NULL,
    CONSTRAINT duty_policyevent_last_wait_s_check CHECK ((last_wait_s >= 0)),
    CONSTRAINT duty_policyevent_repeats_check CHECK ((repeats >= 0))
);
ALTER TABLE public.duty_policyevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.duty_policyevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.duty_roster (
    id bigint NOT NULL,
    code character varying(60) NOT NULL,
    name_vi character varying(120) NOT NULL,
    name_en character varying(120) NOT NULL,
    time_zone character varying(60) NOT NULL,
    desk character varying(120) NOT NULL,
    phone character varying(40) NOT NULL,
    valid_from date NOT NULL,
    valid_to date,
    agency_id bigint,
    unit_id bigint,
    CONSTRAINT roster_ends_after_it_begins CHECK (((valid_to IS NULL) OR (valid_to > valid_from)))
);
ALTER TABLE public.duty_roster ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.duty_roster_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.duty_rosterevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    pgh_context jsonb,
    pgh_context_id uuid,
    id bigint NOT NULL,
    code character varying(60) NOT NULL,
    name_vi character varying(120) NOT NULL,
    name_en character varying(120) NOT NULL,
    time_zone character varying(60) NOT NULL,
    desk character varying(120) NOT NULL,
    phone character varying(40) NOT NULL,
    valid_from date NOT NULL,
    valid_to date,
    agency_id bigint,
    pgh_obj_id bigint NOT NULL,
    unit_id bigint
);
ALTER TABLE public.duty_rosterevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.duty_rosterevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.duty_route (
    id bigint NOT NULL,
    code character varying(60) NOT NULL,
    valid_from date NOT NULL,
    valid_to date,
    source character varying(200) NOT NULL,
    certainty character varying(2) NOT NULL,
    "position" smallint NOT NULL,
    about character varying(10) NOT NULL,
    severities character varying(10)[] NOT NULL,
    rule_code character varying(80) NOT NULL,
    policy_code character varying(60) NOT NULL,
    agency_id bigint,
    unit_id bigint,
    CONSTRAINT duty_route_ends_after_it_begins CHECK (((valid_to IS NULL) OR (valid_to > valid_from))),
    CONSTRAINT duty_route_position_check CHECK (("position" >= 0))
);
ALTER TABLE public.duty_route ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.duty_route_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.duty_routeevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    pgh_context jsonb,
    pgh_context_id uuid,
    id bigint NOT NULL,
    code character varying(60) NOT NULL,
    valid_from date NOT NULL,
    valid_to date,
    source character varying(200) NOT NULL,
    certainty character varying(2) NOT NULL,
    "position" smallint NOT NULL,
    about character varying(10) NOT NULL,
    severities character varying(10)[] NOT NULL,
    rule_code character varying(80) NOT NULL,
    policy_code character varying(60) NOT NULL,
    agency_id bigint,
    pgh_obj_id bigint NOT NULL,
    unit_id bigint,
    CONSTRAINT duty_routeevent_position_check CHECK (("position" >= 0))
);
ALTER TABLE public.duty_routeevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.duty_routeevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.duty_run (
    id bigint NOT NULL,
    kind character varying(10) NOT NULL,
    reference character varying(40) NOT NULL,
    path character varying(200) NOT NULL,
    title_vi character varying(300) NOT NULL,
    title_en character varying(300) NOT NULL,
    severity character varying(10) NOT NULL,
    origin character varying(12) NOT NULL,
    code character varying(40) NOT NULL,
    state character varying(10) NOT NULL,
    round smallint NOT NULL,
    "position" smallint NOT NULL,
    due_at timestamp with time zone,
    began_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    agency_id bigint,
    policy_id bigint NOT NULL,
    taken_by_id bigint,
    unit_id bigint,
    CONSTRAINT duty_run_position_check CHECK (("position" >= 0)),
    CONSTRAINT duty_run_round_check CHECK ((round >= 0)),
    CONSTRAINT run_is_due_while_it_is_open CHECK ((((due_at IS NOT NULL) AND (ended_at IS NULL) AND ((state)::text = 'open'::text)) OR ((NOT ((state)::text = 'open'::text)) AND (due_at IS NULL) AND (ended_at IS NOT NULL)))),
    CONSTRAINT run_taken_by_somebody CHECK (((((state)::text = 'taken'::text) AND (taken_by_id IS NOT NULL)) OR ((NOT ((state)::text = 'taken'::text)) AND (taken_by_id IS NULL))))
);
ALTER TABLE public.duty_run ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.duty_run_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.duty_run_line (
    id bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    kind character varying(12) NOT NULL,
    round smallint NOT NULL,
    "position" smallint,
    key character varying(80) NOT NULL,
    fields jsonb NOT NULL,
    person_id bigint,
    roster_id bigint,
    run_id bigint NOT NULL,
    CONSTRAINT duty_run_line_position_check CHECK (("position" >= 0)),
    CONSTRAINT duty_run_line_round_check CHECK ((round >= 0))
);
ALTER TABLE public.duty_run_line ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.duty_run_line_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.duty_runevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    pgh_context jsonb,
    pgh_context_id uuid,
    id bigint NOT NULL,
    kind character varying(10) NOT NULL,
    reference character varying(40) NOT NULL,
    path character varying(200) NOT NULL,
    title_vi character varying(300) NOT NULL,
    title_en character varying(300) NOT NULL,
    severity character varying(10) NOT NULL,
    origin character varying(12) NOT NULL,
    state character varying(10) NOT NULL,
    round smallint NOT NULL,
    "position" smallint NOT NULL,
    due_at timestamp with time zone,
    began_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    agency_id bigint,
    pgh_obj_id bigint NOT NULL,
    policy_id bigint NOT NULL,
    taken_by_id bigint,
    unit_id bigint,
    CONSTRAINT duty_runevent_position_check CHECK (("position" >= 0)),
    CONSTRAINT duty_runevent_round_check CHECK ((round >= 0))
);
ALTER TABLE public.duty_runevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.duty_runevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.duty_step (
    id bigint NOT NULL,
    "position" smallint NOT NULL,
    kind character varying(12) NOT NULL,
    wait_s integer NOT NULL,
    importance character varying(10) NOT NULL,
    people bigint[] NOT NULL,
    first_only boolean NOT NULL,
    url character varying(500) NOT NULL,
    only_from time without time zone,
    only_to time without time zone,
    only_count smallint,
    only_window_s integer,
    agency_id bigint,
    policy_id bigint NOT NULL,
    roster_id bigint,
    CONSTRAINT duty_step_only_count_check CHECK ((only_count >= 0)),
    CONSTRAINT duty_step_only_window_s_check CHECK ((only_window_s >= 0)),
    CONSTRAINT duty_step_position_check CHECK (("position" >= 0)),
    CONSTRAINT duty_step_wait_s_check CHECK ((wait_s >= 0)),
    CONSTRAINT step_counts_within_a_time CHECK ((((only_count IS NULL) AND (only_window_s IS NULL)) OR ((only_count >= 1) AND (only_window_s >= 1)))),
    CONSTRAINT step_has_whole_hours CHECK ((((only_from IS NULL) AND (only_to IS NULL)) OR ((only_from IS NOT NULL) AND (only_to IS NOT NULL)))),
    CONSTRAINT step_has_whom_to_call CHECK (((((kind)::text = 'roster'::text) AND (roster_id IS NOT NULL)) OR (((kind)::text = ANY ((ARRAY['people'::character varying, 'round-robin'::character varying])::text[])) AND (
CASE
    WHEN (people IS NULL) THEN NULL::integer
    ELSE COALESCE(array_length(people, 1), 0)
END > 0)) OR (((kind)::text = 'web-hook'::text) AND (NOT ((url)::text = ''::text))) OR ((kind)::text = 'agency'::text)))
);
ALTER TABLE public.duty_step ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.duty_step_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.duty_stepevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    pgh_context jsonb,
    pgh_context_id uuid,
    id bigint NOT NULL,
    "position" smallint NOT NULL,
    kind character varying(12) NOT NULL,
    wait_s integer NOT NULL,
    importance character varying(10) NOT NULL,
    people bigint[] NOT NULL,
    first_only boolean NOT NULL,
    url character varying(500) NOT NULL,
    only_from time without time zone,
    only_to time without time zone,
    only_count smallint,
    only_window_s integer,
    agency_id bigint,
    pgh_obj_id bigint NOT NULL,
    policy_id bigint NOT NULL,
    roster_id bigint,
    CONSTRAINT duty_stepevent_only_count_check CHECK ((only_count >= 0)),
    CONSTRAINT duty_stepevent_only_window_s_check CHECK ((only_window_s >= 0)),
    CONSTRAINT duty_stepevent_position_check CHECK (("position" >= 0)),
    CONSTRAINT duty_stepevent_wait_s_check CHECK ((wait_s >= 0))
);
ALTER TABLE public.duty_stepevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.duty_stepevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.duty_swap (
    id bigint NOT NULL,
    begins_at timestamp with time zone NOT NULL,
    ends_at timestamp with time zone NOT NULL,
    back_begins_at timestamp with time zone,
    back_ends_at timestamp with time zone,
    reason character varying(300) NOT NULL,
    state character varying(10) NOT NULL,
    asked_at timestamp with time zone NOT NULL,
    answered_at timestamp with time zone,
    asker_id bigint NOT NULL,
    other_id bigint NOT NULL,
    roster_id bigint NOT NULL,
    CONSTRAINT swap_answered_at_a_time CHECK ((((answered_at IS NULL) AND ((state)::text = 'asked'::text)) OR ((NOT ((state)::text = 'asked'::text)) AND (answered_at IS NOT NULL)))),
    CONSTRAINT swap_back_is_whole CHECK ((((back_begins_at IS NULL) AND (back_ends_at IS NULL)) OR (back_ends_at > back_begins_at))),
    CONSTRAINT swap_ends_after_it_begins CHECK ((ends_at > begins_at)),
    CONSTRAINT swap_is_between_two CHECK ((NOT (asker_id = other_id)))
);
ALTER TABLE public.duty_swap ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.duty_swap_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.duty_swapevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    pgh_context jsonb,
    pgh_context_id uuid,
    id bigint NOT NULL,
    begins_at timestamp with time zone NOT NULL,
    ends_at timestamp with time zone NOT NULL,
    back_begins_at timestamp with time zone,
    back_ends_at timestamp with time zone,
    reason character varying(300) NOT NULL,
    state character varying(10) NOT NULL,
    asked_at timestamp with time zone NOT NULL,
    answered_at timestamp with time zone,
    asker_id bigint NOT NULL,
    other_id bigint NOT NULL,
    pgh_obj_id bigint NOT NULL,
    roster_id bigint NOT NULL
);
ALTER TABLE public.duty_swapevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.duty_swapevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.entities_act (
    id bigint NOT NULL,
    kind character varying(10) NOT NULL,
    subject character varying(1000) NOT NULL,
    detail jsonb NOT NULL,
    reason character varying(500) NOT NULL,
    at timestamp with time zone NOT NULL,
    by_id bigint NOT NULL
);
ALTER TABLE public.entities_act ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.entities_act_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.entities_attribute (
    entity_id bigint NOT NULL,
    flush_id bigint NOT NULL,
    observed_at timestamp with time zone NOT NULL,
    created_at timestamp with time zone NOT NULL,
    modified_at timestamp with time zone NOT NULL,
    num double precision,
    at timestamp with time zone,
    term_id integer NOT NULL,
    dataset_id integer DEFAULT 0 NOT NULL,
    source_id integer NOT NULL,
    revision smallint DEFAULT 0 NOT NULL,
    kind smallint NOT NULL,
    origin smallint NOT NULL,
    quality smallint DEFAULT 0 NOT NULL,
    declared boolean NOT NULL,
    unit_code text,
    txt text,
    "json" jsonb,
    sub jsonb
)
WITH (fillfactor='70', autovacuum_vacuum_scale_factor='0.02', autovacuum_analyze_scale_factor='0.05');
CREATE TABLE public.entities_complaint (
    first_at timestamp with time zone NOT NULL,
    last_at timestamp with time zone NOT NULL,
    times bigint NOT NULL,
    unit_id bigint NOT NULL,
    agency_id bigint NOT NULL,
    source_id integer NOT NULL,
    tenant_id smallint DEFAULT 0 NOT NULL,
    fault smallint NOT NULL,
    type text NOT NULL,
    attribute text NOT NULL,
    detail text NOT NULL,
    example text NOT NULL,
    CONSTRAINT entities_complaint_times CHECK ((times > 0))
);
CREATE TABLE public.entities_context (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    url text NOT NULL,
    kind smallint NOT NULL,
    document json NOT NULL,
    created_at timestamp with time zone NOT NULL,
    used_at timestamp with time zone,
    hits bigint DEFAULT 0 NOT NULL,
    key_id text,
    tenant_id smallint DEFAULT 0 NOT NULL,
    expires_at timestamp with time zone
);
CREATE SEQUENCE public.entities_declared_type_revision
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
CREATE TABLE public.entities_declared_type (
    revision bigint DEFAULT nextval('public.entities_declared_type_revision'::regclass) NOT NULL,
    declared_at timestamp with time zone NOT NULL,
    judgement smallint DEFAULT 0 NOT NULL,
    short text NOT NULL,
    pack text NOT NULL,
    version text NOT NULL,
    owner text NOT NULL,
    licence text NOT NULL,
    schema json NOT NULL,
    CONSTRAINT entities_declared_type_judgement CHECK (((judgement >= 0) AND (judgement <= 2)))
);
CREATE TABLE public.entities_entity (
    id bigint NOT NULL,
    created_at timestamp with time zone NOT NULL,
    modified_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone,
    unit_id bigint,
    agency_id bigint,
    lon double precision,
    lat double precision,
    place box,
    tenant_id smallint DEFAULT 0 NOT NULL,
    urn text NOT NULL,
    types integer[] NOT NULL,
    scopes text[],
    withdrawn_at timestamp with time zone
);
ALTER TABLE public.entities_entity ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.entities_entity_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.entities_flush (
    id bigint NOT NULL,
    tx bigint DEFAULT ((pg_current_xact_id())::text)::bigint NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    observed_from timestamp with time zone,
    observed_to timestamp with time zone,
    rows integer NOT NULL,
    created bigint[],
    deleted bigint[],
    ended bigint[]
);
ALTER TABLE public.entities_flush ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.entities_flush_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.entities_head (
    entity_id bigint NOT NULL,
    since timestamp with time zone NOT NULL,
    until timestamp with time zone NOT NULL,
    agency_id bigint,
    types integer[] NOT NULL,
    scopes text[]
);
CREATE TABLE public.entities_history (
    entity_id bigint NOT NULL,
    flush_id bigint NOT NULL,
    observed_at timestamp with time zone NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    num double precision,
    at timestamp with time zone,
    term_id integer NOT NULL,
    dataset_id integer DEFAULT 0 NOT NULL,
    source_id integer NOT NULL,
    revision smallint DEFAULT 0 NOT NULL,
    kind smallint NOT NULL,
    origin smallint NOT NULL,
    quality smallint DEFAULT 0 NOT NULL,
    declared boolean NOT NULL,
    unit_code text,
    txt text,
    "json" jsonb,
    sub jsonb
)
PARTITION BY RANGE (observed_at);
CREATE TABLE public.entities_notification (
    id bigint NOT NULL,
    subscription_id bigint NOT NULL,
    flush_id bigint,
    made_at timestamp with time zone NOT NULL,
    dead_at timestamp with time zone,
    attempts integer DEFAULT 0 NOT NULL,
    urn text NOT NULL,
    endpoint text NOT NULL,
    body text NOT NULL,
    last_error text
);
ALTER TABLE public.entities_notification ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.entities_notification_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.entities_source (
    id integer NOT NULL,
    name text NOT NULL
);
ALTER TABLE public.entities_source ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.entities_source_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE VIEW public.entities_state AS
 SELECT entities_head.entity_id,
    entities_head.since,
    entities_head.until,
    entities_head.agency_id,
    entities_head.types,
    entities_head.scopes
   FROM public.entities_head
UNION ALL
 SELECT e.id AS entity_id,
    GREATEST(e.created_at, ( SELECT max(h.until) AS max
           FROM public.entities_head h
          WHERE (h.entity_id = e.id))) AS since,
    COALESCE(e.deleted_at, 'infinity'::timestamp with time zone) AS until,
    e.agency_id,
    e.types,
    e.scopes
   FROM public.entities_entity e;
CREATE SEQUENCE public.entities_subscription_revision
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
CREATE TABLE public.entities_subscription (
    id bigint NOT NULL,
    revision bigint DEFAULT nextval('public.entities_subscription_revision'::regclass) NOT NULL,
    tx bigint DEFAULT ((pg_current_xact_id())::text)::bigint NOT NULL,
    created_at timestamp with time zone NOT NULL,
    modified_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone,
    tenant_id smallint DEFAULT 0 NOT NULL,
    is_active boolean NOT NULL,
    urn text NOT NULL,
    key_id text NOT NULL,
    endpoint text NOT NULL,
    body jsonb NOT NULL,
    context jsonb NOT NULL
);
CREATE TABLE public.entities_subscription_cursor (
    only_one boolean DEFAULT true NOT NULL,
    tx bigint NOT NULL,
    flush_id bigint NOT NULL,
    CONSTRAINT entities_subscription_cursor_only_one_check CHECK (only_one)
);
ALTER TABLE public.entities_subscription ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.entities_subscription_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.entities_subscription_state (
    subscription_id bigint NOT NULL,
    times_sent bigint DEFAULT 0 NOT NULL,
    times_failed bigint DEFAULT 0 NOT NULL,
    last_notification timestamp with time zone,
    last_success timestamp with time zone,
    last_failure timestamp with time zone,
    last_error text,
    CONSTRAINT entities_subscription_state_counts CHECK (((times_sent >= 0) AND (times_failed >= 0)))
)
WITH (fillfactor='50');
CREATE TABLE public.entities_tenant (
    id smallint NOT NULL,
    name text NOT NULL
);
ALTER TABLE public.entities_tenant ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.entities_tenant_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.entities_term (
    id integer NOT NULL,
    iri text NOT NULL,
    short text GENERATED ALWAYS AS (regexp_replace(iri, '^.*[/#]'::text, ''::text)) STORED NOT NULL
);
ALTER TABLE public.entities_term ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.entities_term_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.entities_words (
    entity_id bigint NOT NULL,
    urn text NOT NULL,
    name text,
    words text GENERATED ALWAYS AS (public.entities_words_of(((urn || ' '::text) || COALESCE(name, ''::text)))) STORED NOT NULL
);
CREATE TABLE public.forces_assignment (
    id bigint NOT NULL,
    level smallint NOT NULL,
    recommended jsonb NOT NULL,
    alerted_at timestamp with time zone NOT NULL,
    acknowledged_at timestamp with time zone,
    en_route_at timestamp with time zone,
    on_scene_at timestamp with time zone,
    transporting_at timestamp with time zone,
    at_hospital_at timestamp with time zone,
    ended_at timestamp with time zone,
    ended_as character varying(10) NOT NULL,
    ended_reason character varying(300) NOT NULL,
    ended_by_id bigint,
    incident_id bigint NOT NULL,
    sent_by_id bigint,
    force_id bigint NOT NULL,
    silent_told_at timestamp with time zone,
    CONSTRAINT assignment_declined_with_a_reason CHECK (((NOT ((ended_as)::text = 'declined'::text)) OR (NOT ((ended_reason)::text = ''::text)))),
    CONSTRAINT assignment_ended_somehow CHECK (((((ended_as)::text = ''::text) AND (ended_at IS NULL)) OR ((ended_at IS NOT NULL) AND (NOT ((ended_as)::text = ''::text))))),
    CONSTRAINT forces_assignment_level_check CHECK ((level >= 0))
);
ALTER TABLE public.forces_assignment ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.forces_assignment_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.forces_assignmentevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    pgh_context jsonb,
    pgh_context_id uuid,
    id bigint NOT NULL,
    level smallint NOT NULL,
    recommended jsonb NOT NULL,
    alerted_at timestamp with time zone NOT NULL,
    acknowledged_at timestamp with time zone,
    en_route_at timestamp with time zone,
    on_scene_at timestamp with time zone,
    transporting_at timestamp with time zone,
    at_hospital_at timestamp with time zone,
    ended_at timestamp with time zone,
    ended_as character varying(10) NOT NULL,
    ended_reason character varying(300) NOT NULL,
    ended_by_id bigint,
    incident_id bigint NOT NULL,
    pgh_obj_id bigint NOT NULL,
    sent_by_id bigint,
    force_id bigint NOT NULL,
    silent_told_at timestamp with time zone,
    CONSTRAINT forces_assignmentevent_level_check CHECK ((level >= 0))
);
ALTER TABLE public.forces_assignmentevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.forces_assignmentevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.forces_check_in (
    id bigint NOT NULL,
    due_at timestamp with time zone NOT NULL,
    every_s integer NOT NULL,
    answered_at timestamp with time zone,
    note character varying(300) NOT NULL,
    told_at timestamp with time zone,
    answered_by_id bigint,
    assignment_id bigint NOT NULL,
    CONSTRAINT forces_check_in_every_s_check CHECK ((every_s >= 0))
);
ALTER TABLE public.forces_check_in ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.forces_check_in_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.forces_checkinevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    pgh_context jsonb,
    pgh_context_id uuid,
    id bigint NOT NULL,
    due_at timestamp with time zone NOT NULL,
    every_s integer NOT NULL,
    answered_at timestamp with time zone,
    note character varying(300) NOT NULL,
    told_at timestamp with time zone,
    answered_by_id bigint,
    assignment_id bigint NOT NULL,
    pgh_obj_id bigint NOT NULL,
    CONSTRAINT forces_checkinevent_every_s_check CHECK ((every_s >= 0))
);
ALTER TABLE public.forces_checkinevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.forces_checkinevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.forces_force (
    id bigint NOT NULL,
    call_sign character varying(30) NOT NULL,
    name character varying(200) NOT NULL,
    kind character varying(60) NOT NULL,
    service character varying(40) NOT NULL,
    capabilities character varying(60)[] NOT NULL,
    crew smallint NOT NULL,
    crew_minimum smallint NOT NULL,
    home_name character varying(200) NOT NULL,
    home_lon double precision,
    home_lat double precision,
    urn text NOT NULL,
    state character varying(14) NOT NULL,
    state_since timestamp with time zone NOT NULL,
    state_note character varying(300) NOT NULL,
    rest_until timestamp with time zone,
    ended_at timestamp with time zone,
    agency_id bigint NOT NULL,
    state_by_id bigint,
    unit_id bigint,
    CONSTRAINT force_home_is_a_point CHECK ((((home_lat IS NULL) AND (home_lon IS NULL)) OR ((home_lat IS NOT NULL) AND (home_lon IS NOT NULL)))),
    CONSTRAINT force_out_of_service_says_why CHECK (((NOT ((state)::text = 'out-of-service'::text)) OR (NOT ((state_note)::text = ''::text)))),
    CONSTRAINT forces_force_crew_check CHECK ((crew >= 0)),
    CONSTRAINT forces_force_crew_minimum_check CHECK ((crew_minimum >= 0))
);
ALTER TABLE public.forces_force ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.forces_force_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.forces_forceevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    pgh_context jsonb,
    pgh_context_id uuid,
    id bigint NOT NULL,
    call_sign character varying(30) NOT NULL,
    name character varying(200) NOT NULL,
    kind character varying(60) NOT NULL,
    service character varying(40) NOT NULL,
    capabilities character varying(60)[] NOT NULL,
    crew smallint NOT NULL,
    crew_minimum smallint NOT NULL,
    home_name character varying(200) NOT NULL,
    home_lon double precision,
    home_lat double precision,
    urn text NOT NULL,
    state character varying(14) NOT NULL,
    state_since timestamp with time zone NOT NULL,
    state_note character varying(300) NOT NULL,
    rest_until timestamp with time zone,
    ended_at timestamp with time zone,
    agency_id bigint NOT NULL,
    pgh_obj_id bigint NOT NULL,
    state_by_id bigint,
    unit_id bigint,
    CONSTRAINT forces_forceevent_crew_check CHECK ((crew >= 0)),
    CONSTRAINT forces_forceevent_crew_minimum_check CHECK ((crew_minimum >= 0))
);
ALTER TABLE public.forces_forceevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.forces_forceevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.forces_log (
    id bigint NOT NULL,
    kind character varying(20) NOT NULL,
    text character varying(500) NOT NULL,
    fields jsonb NOT NULL,
    at timestamp with time zone NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    assignment_id bigint,
    force_id bigint NOT NULL,
    person_id bigint
);
ALTER TABLE public.forces_log ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.forces_log_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.forces_run_card (
    id bigint NOT NULL,
    pack character varying(60) NOT NULL,
    code character varying(80) NOT NULL,
    valid_from date NOT NULL,
    version integer NOT NULL,
    name_vi character varying(200) NOT NULL,
    name_en character varying(200) NOT NULL,
    kinds character varying(120)[] NOT NULL,
    level smallint NOT NULL,
    area_code character varying(12) NOT NULL,
    area_valid_from date,
    needs jsonb NOT NULL,
    source text NOT NULL,
    certainty character varying(2) NOT NULL,
    withdrawn boolean NOT NULL,
    digest character varying(64) NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    CONSTRAINT forces_run_card_level_check CHECK ((level >= 0)),
    CONSTRAINT forces_run_card_version_check CHECK ((version >= 0))
);
ALTER TABLE public.forces_run_card ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.forces_run_card_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.forces_runcardevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    pgh_context jsonb,
    pgh_context_id uuid,
    id bigint NOT NULL,
    pack character varying(60) NOT NULL,
    code character varying(80) NOT NULL,
    valid_from date NOT NULL,
    version integer NOT NULL,
    name_vi character varying(200) NOT NULL,
    name_en character varying(200) NOT NULL,
    kinds character varying(120)[] NOT NULL,
    level smallint NOT NULL,
    area_code character varying(12) NOT NULL,
    area_valid_from date,
    needs jsonb NOT NULL,
    source text NOT NULL,
    certainty character varying(2) NOT NULL,
    withdrawn boolean NOT NULL,
    digest character varying(64) NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    pgh_obj_id bigint NOT NULL,
    CONSTRAINT forces_runcardevent_level_check CHECK ((level >= 0)),
    CONSTRAINT forces_runcardevent_version_check CHECK ((version >= 0))
);
ALTER TABLE public.forces_runcardevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.forces_runcardevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.incidents_alarm (
    id bigint NOT NULL,
    open boolean NOT NULL,
    alarm_id bigint NOT NULL,
    incident_id bigint NOT NULL
);
ALTER TABLE public.incidents_alarm ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.incidents_alarm_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.incidents_code_series (
    year smallint NOT NULL,
    last integer NOT NULL,
    CONSTRAINT incidents_code_series_last_check CHECK ((last >= 0)),
    CONSTRAINT incidents_code_series_year_check CHECK ((year >= 0))
);
CREATE TABLE public.incidents_command_role (
    id bigint NOT NULL,
    pack character varying(60) NOT NULL,
    code character varying(80) NOT NULL,
    valid_from date NOT NULL,
    version integer NOT NULL,
    name_vi character varying(200) NOT NULL,
    name_en character varying(200) NOT NULL,
    duty_vi text NOT NULL,
    duty_en text NOT NULL,
    above character varying(80) NOT NULL,
    place smallint NOT NULL,
    commands boolean NOT NULL,
    many boolean NOT NULL,
    kinds character varying(120)[] NOT NULL,
    source text NOT NULL,
    certainty character varying(2) NOT NULL,
    withdrawn boolean NOT NULL,
    digest character varying(64) NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    CONSTRAINT incidents_command_role_place_check CHECK ((place >= 0)),
    CONSTRAINT incidents_command_role_version_check CHECK ((version >= 0))
);
ALTER TABLE public.incidents_command_role ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.incidents_command_role_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.incidents_commandroleevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    pgh_context jsonb,
    pgh_context_id uuid,
    id bigint NOT NULL,
    pack character varying(60) NOT NULL,
    code character varying(80) NOT NULL,
    valid_from date NOT NULL,
    version integer NOT NULL,
    name_vi character varying(200) NOT NULL,
    name_en character varying(200) NOT NULL,
    duty_vi text NOT NULL,
    duty_en text NOT NULL,
    above character varying(80) NOT NULL,
    place smallint NOT NULL,
    commands boolean NOT NULL,
    many boolean NOT NULL,
    kinds character varying(120)[] NOT NULL,
    source text NOT NULL,
    certainty character varying(2) NOT NULL,
    withdrawn boolean NOT NULL,
    digest character varying(64) NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    pgh_obj_id bigint NOT NULL,
    CONSTRAINT incidents_commandroleevent_place_check CHECK ((place >= 0)),
    CONSTRAINT incidents_commandroleevent_version_check CHECK ((version >= 0))
);
ALTER TABLE public.incidents_commandroleevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.incidents_commandroleevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.incidents_entity (
    id bigint NOT NULL,
    urn text NOT NULL,
    name character varying(200) NOT NULL,
    incident_id bigint NOT NULL
);
ALTER TABLE public.incidents_entity ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.incidents_entity_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.incidents_held_role (
    id bigint NOT NULL,
    code character varying(141) NOT NULL,
    single boolean NOT NULL,
    name character varying(200) NOT NULL,
    phone character varying(40) NOT NULL,
    from_at timestamp with time zone NOT NULL,
    reason character varying(500) NOT NULL,
    until_at timestamp with time zone,
    end_reason character varying(500) NOT NULL,
    agency_id bigint,
    ended_by_id bigint,
    given_by_id bigint NOT NULL,
    incident_id bigint NOT NULL,
    person_id bigint,
    role_id bigint NOT NULL,
    CONSTRAINT held_role_ends_with_a_reason CHECK (((until_at IS NULL) OR ((ended_by_id IS NOT NULL) AND (until_at >= from_at) AND (NOT ((end_reason)::text = ''::text))))),
    CONSTRAINT held_role_names_somebody CHECK ((NOT ((name)::text = ''::text)))
);
ALTER TABLE public.incidents_held_role ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.incidents_held_role_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.incidents_heldroleevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    pgh_context jsonb,
    pgh_context_id uuid,
    id bigint NOT NULL,
    code character varying(141) NOT NULL,
    single boolean NOT NULL,
    name character varying(200) NOT NULL,
    phone character varying(40) NOT NULL,
    from_at timestamp with time zone NOT NULL,
    reason character varying(500) NOT NULL,
    until_at timestamp with time zone,
    end_reason character varying(500) NOT NULL,
    agency_id bigint,
    ended_by_id bigint,
    given_by_id bigint NOT NULL,
    incident_id bigint NOT NULL,
    person_id bigint,
    pgh_obj_id bigint NOT NULL,
    role_id bigint NOT NULL
);
ALTER TABLE public.incidents_heldroleevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.incidents_heldroleevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.incidents_incident (
    id bigint NOT NULL,
    code character varying(20) NOT NULL,
    title character varying(200) NOT NULL,
    kind character varying(60) NOT NULL,
    severity character varying(10) NOT NULL,
    status character varying(10) NOT NULL,
    lon double precision,
    lat double precision,
    origin smallint NOT NULL,
    opened_at timestamp with time zone NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    closed_at timestamp with time zone,
    close_reason text NOT NULL,
    agency_id bigint,
    closed_by_id bigint,
    lead_id bigint,
    opened_by_id bigint NOT NULL,
    unit_id bigint,
    accuracy_m double precision,
    merged_into_id bigint,
    place character varying(300) NOT NULL,
    CONSTRAINT incident_closed_with_a_reason CHECK (((NOT ((status)::text = 'closed'::text)) OR ((NOT (close_reason = ''::text)) AND (closed_at IS NOT NULL) AND (closed_by_id IS NOT NULL)))),
    CONSTRAINT incident_has_a_title CHECK ((NOT ((title)::text = ''::text))),
    CONSTRAINT incident_merged_is_closed CHECK (((merged_into_id IS NULL) OR (((status)::text = 'closed'::text) AND (NOT ((merged_into_id = id) AND (merged_into_id IS NOT NULL))))))
);
ALTER TABLE public.incidents_incident ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.incidents_incident_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.incidents_incident_procedure (
    id bigint NOT NULL,
    code character varying(141) NOT NULL,
    begun_at timestamp with time zone NOT NULL,
    begun_by_id bigint NOT NULL,
    incident_id bigint NOT NULL,
    procedure_id bigint NOT NULL
);
ALTER TABLE public.incidents_incident_procedure ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.incidents_incident_procedure_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.incidents_incidentalarmevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    pgh_context jsonb,
    pgh_context_id uuid,
    id bigint NOT NULL,
    open boolean NOT NULL,
    alarm_id bigint NOT NULL,
    incident_id bigint NOT NULL,
    pgh_obj_id bigint NOT NULL
);
ALTER TABLE public.incidents_incidentalarmevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.incidents_incidentalarmevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.incidents_incidententityevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    pgh_context jsonb,
    pgh_context_id uuid,
    id bigint NOT NULL,
    urn text NOT NULL,
    name character varying(200) NOT NULL,
    incident_id bigint NOT NULL,
    pgh_obj_id bigint NOT NULL
);
ALTER TABLE public.incidents_incidententityevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.incidents_incidententityevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.incidents_incidentevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    pgh_context jsonb,
    pgh_context_id uuid,
    id bigint NOT NULL,
    code character varying(20) NOT NULL,
    title character varying(200) NOT NULL,
    kind character varying(60) NOT NULL,
    severity character varying(10) NOT NULL,
    status character varying(10) NOT NULL,
    lon double precision,
    lat double precision,
    origin smallint NOT NULL,
    opened_at timestamp with time zone NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    closed_at timestamp with time zone,
    close_reason text NOT NULL,
    agency_id bigint,
    closed_by_id bigint,
    lead_id bigint,
    opened_by_id bigint NOT NULL,
    pgh_obj_id bigint NOT NULL,
    unit_id bigint,
    accuracy_m double precision,
    merged_into_id bigint,
    place character varying(300) NOT NULL
);
ALTER TABLE public.incidents_incidentevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.incidents_incidentevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.incidents_incidentlegevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    pgh_context jsonb,
    pgh_context_id uuid,
    id bigint NOT NULL,
    state character varying(10) NOT NULL,
    message character varying(1000) NOT NULL,
    asked_at timestamp with time zone NOT NULL,
    answered_at timestamp with time zone,
    answer character varying(1000) NOT NULL,
    ended_at timestamp with time zone,
    result character varying(1000) NOT NULL,
    shares_notes boolean NOT NULL,
    agency_id bigint NOT NULL,
    answered_by_id bigint,
    asked_by_id bigint,
    ended_by_id bigint,
    incident_id bigint NOT NULL,
    pgh_obj_id bigint NOT NULL,
    unit_id bigint
);
ALTER TABLE public.incidents_incidentlegevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.incidents_incidentlegevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.incidents_incidentlinkevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    pgh_context jsonb,
    pgh_context_id uuid,
    id bigint NOT NULL,
    kind character varying(10) NOT NULL,
    made_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    end_reason character varying(500) NOT NULL,
    ended_by_id bigint,
    first_id bigint NOT NULL,
    made_by_id bigint NOT NULL,
    pgh_obj_id bigint NOT NULL,
    second_id bigint NOT NULL
);
ALTER TABLE public.incidents_incidentlinkevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.incidents_incidentlinkevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.incidents_incidentmergeevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    pgh_context jsonb,
    pgh_context_id uuid,
    id bigint NOT NULL,
    was_status character varying(10) NOT NULL,
    moved jsonb NOT NULL,
    reason character varying(500) NOT NULL,
    at timestamp with time zone NOT NULL,
    undone_at timestamp with time zone,
    undo_reason character varying(500) NOT NULL,
    by_id bigint NOT NULL,
    pgh_obj_id bigint NOT NULL,
    source_id bigint NOT NULL,
    target_id bigint NOT NULL,
    undone_by_id bigint
);
ALTER TABLE public.incidents_incidentmergeevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.incidents_incidentmergeevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.incidents_incidentprocedureevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    pgh_context jsonb,
    pgh_context_id uuid,
    id bigint NOT NULL,
    code character varying(141) NOT NULL,
    begun_at timestamp with time zone NOT NULL,
    begun_by_id bigint NOT NULL,
    incident_id bigint NOT NULL,
    pgh_obj_id bigint NOT NULL,
    procedure_id bigint NOT NULL
);
ALTER TABLE public.incidents_incidentprocedureevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.incidents_incidentprocedureevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.incidents_incidentsourceevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    pgh_context jsonb,
    pgh_context_id uuid,
    id bigint NOT NULL,
    kind character varying(40) NOT NULL,
    reference character varying(200) NOT NULL,
    url character varying(400) NOT NULL,
    title character varying(200) NOT NULL,
    opened_it boolean NOT NULL,
    attached_at timestamp with time zone NOT NULL,
    attached_by_id bigint,
    incident_id bigint NOT NULL,
    pgh_obj_id bigint NOT NULL
);
ALTER TABLE public.incidents_incidentsourceevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.incidents_incidentsourceevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.incidents_incidentstepevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    pgh_context jsonb,
    pgh_context_id uuid,
    id bigint NOT NULL,
    number smallint NOT NULL,
    do_vi text NOT NULL,
    do_en text NOT NULL,
    who character varying(40) NOT NULL,
    due_at timestamp with time zone,
    optional boolean NOT NULL,
    state character varying(10) NOT NULL,
    settled_at timestamp with time zone,
    note text NOT NULL,
    pgh_obj_id bigint NOT NULL,
    settled_by_id bigint,
    walk_id bigint NOT NULL,
    owner_id bigint,
    owner_agency_id bigint,
    CONSTRAINT incidents_incidentstepevent_number_check CHECK ((number >= 0))
);
ALTER TABLE public.incidents_incidentstepevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.incidents_incidentstepevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.incidents_leg (
    id bigint NOT NULL,
    state character varying(10) NOT NULL,
    message character varying(1000) NOT NULL,
    asked_at timestamp with time zone NOT NULL,
    answered_at timestamp with time zone,
    answer character varying(1000) NOT NULL,
    ended_at timestamp with time zone,
    result character varying(1000) NOT NULL,
    shares_notes boolean NOT NULL,
    agency_id bigint NOT NULL,
    answered_by_id bigint,
    asked_by_id bigint,
    ended_by_id bigint,
    incident_id bigint NOT NULL,
    unit_id bigint,
    CONSTRAINT incident_leg_declined_with_a_reason CHECK (((NOT ((state)::text = 'declined'::text)) OR (NOT ((answer)::text = ''::text))))
);
ALTER TABLE public.incidents_leg ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.incidents_leg_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.incidents_link (
    id bigint NOT NULL,
    kind character varying(10) NOT NULL,
    made_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    end_reason character varying(500) NOT NULL,
    ended_by_id bigint,
    first_id bigint NOT NULL,
    made_by_id bigint NOT NULL,
    second_id bigint NOT NULL,
    CONSTRAINT incident_not_linked_to_itself CHECK ((NOT (first_id = second_id)))
);
ALTER TABLE public.incidents_link ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.incidents_link_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.incidents_log (
    id bigint NOT NULL,
    kind character varying(10) NOT NULL,
    text text NOT NULL,
    fields jsonb NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    incident_id bigint NOT NULL,
    person_id bigint,
    agency_id bigint,
    at timestamp with time zone
);
ALTER TABLE public.incidents_log ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.incidents_log_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.incidents_merge (
    id bigint NOT NULL,
    was_status character varying(10) NOT NULL,
    moved jsonb NOT NULL,
    reason character varying(500) NOT NULL,
    at timestamp with time zone NOT NULL,
    undone_at timestamp with time zone,
    undo_reason character varying(500) NOT NULL,
    by_id bigint NOT NULL,
    source_id bigint NOT NULL,
    target_id bigint NOT NULL,
    undone_by_id bigint,
    CONSTRAINT incident_not_merged_into_itself CHECK ((NOT (source_id = target_id)))
);
ALTER TABLE public.incidents_merge ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.incidents_merge_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.incidents_procedure (
    id bigint NOT NULL,
    code character varying(80) NOT NULL,
    version integer NOT NULL,
    valid_from date NOT NULL,
    pack character varying(60) NOT NULL,
    name_vi character varying(200) NOT NULL,
    name_en character varying(200) NOT NULL,
    rules character varying(80)[] NOT NULL,
    categories character varying(120)[] NOT NULL,
    steps jsonb NOT NULL,
    source text NOT NULL,
    certainty character varying(2) NOT NULL,
    withdrawn boolean NOT NULL,
    digest character varying(64) NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    CONSTRAINT incidents_procedure_version_check CHECK ((version >= 0))
);
ALTER TABLE public.incidents_procedure ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.incidents_procedure_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.incidents_procedureevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    pgh_context jsonb,
    pgh_context_id uuid,
    id bigint NOT NULL,
    code character varying(80) NOT NULL,
    version integer NOT NULL,
    valid_from date NOT NULL,
    pack character varying(60) NOT NULL,
    name_vi character varying(200) NOT NULL,
    name_en character varying(200) NOT NULL,
    rules character varying(80)[] NOT NULL,
    categories character varying(120)[] NOT NULL,
    steps jsonb NOT NULL,
    source text NOT NULL,
    certainty character varying(2) NOT NULL,
    withdrawn boolean NOT NULL,
    digest character varying(64) NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    pgh_obj_id bigint NOT NULL,
    CONSTRAINT incidents_procedureevent_version_check CHECK ((version >= 0))
);
ALTER TABLE public.incidents_procedureevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.incidents_procedureevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.incidents_source (
    id bigint NOT NULL,
    kind character varying(40) NOT NULL,
    reference character varying(200) NOT NULL,
    url character varying(400) NOT NULL,
    title character varying(200) NOT NULL,
    opened_it boolean NOT NULL,
    attached_at timestamp with time zone NOT NULL,
    attached_by_id bigint,
    incident_id bigint NOT NULL,
    CONSTRAINT incident_source_is_of_this_city CHECK (((url)::text ~~ '/%'::text))
);
ALTER TABLE public.incidents_source ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.incidents_source_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.incidents_step (
    id bigint NOT NULL,
    number smallint NOT NULL,
    do_vi text NOT NULL,
    do_en text NOT NULL,
    who character varying(40) NOT NULL,
    due_at timestamp with time zone,
    optional boolean NOT NULL,
    state character varying(10) NOT NULL,
    settled_at timestamp with time zone,
    note text NOT NULL,
    settled_by_id bigint,
    walk_id bigint NOT NULL,
    owner_id bigint,
    owner_agency_id bigint,
    CONSTRAINT incident_step_settled_by_somebody CHECK ((((settled_at IS NULL) AND (settled_by_id IS NULL) AND ((state)::text = 'open'::text)) OR ((NOT ((state)::text = 'open'::text)) AND (settled_at IS NOT NULL) AND (settled_by_id IS NOT NULL)))),
    CONSTRAINT incident_step_skipped_with_a_reason CHECK (((NOT ((state)::text = 'skipped'::text)) OR (optional AND (NOT (note = ''::text))))),
    CONSTRAINT incidents_step_number_check CHECK ((number >= 0))
);
ALTER TABLE public.incidents_step ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.incidents_step_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.indicators_cursor (
    reader character varying(40) NOT NULL,
    tx bigint NOT NULL,
    flush_id bigint NOT NULL
);
CREATE TABLE public.indicators_due (
    id bigint NOT NULL,
    code character varying(80) NOT NULL,
    starts_at timestamp with time zone NOT NULL,
    ready_at timestamp with time zone NOT NULL
);
ALTER TABLE public.indicators_due ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.indicators_due_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.indicators_figure (
    id bigint NOT NULL,
    code character varying(80) NOT NULL,
    starts_at timestamp with time zone NOT NULL,
    ends_at timestamp with time zone NOT NULL,
    numerator double precision,
    denominator double precision,
    low double precision,
    high double precision,
    bins jsonb,
    count bigint NOT NULL,
    entities integer NOT NULL,
    expected integer NOT NULL,
    origins bigint[] NOT NULL,
    newest_at timestamp with time zone,
    revision smallint NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    superseded_at timestamp with time zone,
    agency_id bigint,
    unit_id bigint,
    method_id bigint NOT NULL,
    report_id bigint,
    CONSTRAINT indicators_figure_revision_check CHECK ((revision >= 0))
);
ALTER TABLE public.indicators_figure ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.indicators_figure_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.indicators_indicator (
    id bigint NOT NULL,
    code character varying(80) NOT NULL,
    version integer NOT NULL,
    valid_from date NOT NULL,
    pack character varying(60) NOT NULL,
    digest character varying(64) NOT NULL,
    withdrawn boolean NOT NULL,
    name_vi character varying(200) NOT NULL,
    name_en character varying(200) NOT NULL,
    about_vi text NOT NULL,
    about_en text NOT NULL,
    figure character varying(12) NOT NULL,
    over character varying(5) NOT NULL,
    entity_type character varying(120) NOT NULL,
    attribute character varying(120) NOT NULL,
    attribute_unit character varying(10) NOT NULL,
    parameters jsonb NOT NULL,
    unit_code character varying(10) NOT NULL,
    better character varying(4) NOT NULL,
    target double precision,
    owner character varying(60) NOT NULL,
    source text NOT NULL,
    certainty character varying(2) NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    recorded_by_id bigint,
    CONSTRAINT indicator_has_a_unit CHECK ((NOT ((unit_code)::text = ''::text))),
    CONSTRAINT indicators_indicator_version_check CHECK ((version >= 0))
);
ALTER TABLE public.indicators_indicator ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.indicators_indicator_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.indicators_indicatorevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    pgh_context jsonb,
    pgh_context_id uuid,
    id bigint NOT NULL,
    code character varying(80) NOT NULL,
    version integer NOT NULL,
    valid_from date NOT NULL,
    pack character varying(60) NOT NULL,
    digest character varying(64) NOT NULL,
    withdrawn boolean NOT NULL,
    name_vi character varying(200) NOT NULL,
    name_en character varying(200) NOT NULL,
    about_vi text NOT NULL,
    about_en text NOT NULL,
    figure character varying(12) NOT NULL,
    over character varying(5) NOT NULL,
    entity_type character varying(120) NOT NULL,
    attribute character varying(120) NOT NULL,
    attribute_unit character varying(10) NOT NULL,
    parameters jsonb NOT NULL,
    unit_code character varying(10) NOT NULL,
    better character varying(4) NOT NULL,
    target double precision,
    owner character varying(60) NOT NULL,
    source text NOT NULL,
    certainty character varying(2) NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    pgh_obj_id bigint NOT NULL,
    recorded_by_id bigint,
    CONSTRAINT indicators_indicatorevent_version_check CHECK ((version >= 0))
);
ALTER TABLE public.indicators_indicatorevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.indicators_indicatorevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.indicators_report (
    id bigint NOT NULL,
    form character varying(80) NOT NULL,
    pack character varying(60) NOT NULL,
    day date NOT NULL,
    number smallint NOT NULL,
    state character varying(10) NOT NULL,
    "values" jsonb NOT NULL,
    remark text NOT NULL,
    due_at timestamp with time zone NOT NULL,
    late boolean NOT NULL,
    document_name character varying(150) NOT NULL,
    document_path character varying(200) NOT NULL,
    document_sha256 character varying(64) NOT NULL,
    typed_at timestamp with time zone NOT NULL,
    from_file character varying(150) NOT NULL,
    decided_at timestamp with time zone,
    decision text NOT NULL,
    agency_id bigint NOT NULL,
    decided_by_id bigint,
    typed_by_id bigint NOT NULL,
    unit_id bigint,
    CONSTRAINT indicators_report_number_check CHECK ((number >= 0)),
    CONSTRAINT report_decided_by_a_second_person CHECK (((decided_by_id IS NULL) OR (NOT ((decided_by_id = typed_by_id) AND (decided_by_id IS NOT NULL))))),
    CONSTRAINT report_decided_by_somebody CHECK ((((state)::text = 'waiting'::text) OR ((decided_at IS NOT NULL) AND (decided_by_id IS NOT NULL)))),
    CONSTRAINT report_returned_with_a_remark CHECK (((NOT ((state)::text = 'returned'::text)) OR (NOT (decision = ''::text))))
);
ALTER TABLE public.indicators_report ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.indicators_report_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.indicators_reportevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    pgh_context jsonb,
    pgh_context_id uuid,
    id bigint NOT NULL,
    form character varying(80) NOT NULL,
    pack character varying(60) NOT NULL,
    day date NOT NULL,
    number smallint NOT NULL,
    state character varying(10) NOT NULL,
    "values" jsonb NOT NULL,
    remark text NOT NULL,
    due_at timestamp with time zone NOT NULL,
    late boolean NOT NULL,
    document_name character varying(150) NOT NULL,
    document_path character varying(200) NOT NULL,
    document_sha256 character varying(64) NOT NULL,
    typed_at timestamp with time zone NOT NULL,
    from_file character varying(150) NOT NULL,
    decided_at timestamp with time zone,
    decision text NOT NULL,
    agency_id bigint NOT NULL,
    decided_by_id bigint,
    pgh_obj_id bigint NOT NULL,
    typed_by_id bigint NOT NULL,
    unit_id bigint,
    CONSTRAINT indicators_reportevent_number_check CHECK ((number >= 0))
);
ALTER TABLE public.indicators_reportevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.indicators_reportevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.kernel_audit_block (
    seq bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    batch bigint NOT NULL,
    entries integer NOT NULL,
    digest bytea NOT NULL,
    prev bytea NOT NULL,
    hash bytea NOT NULL
);
CREATE TABLE public.kernel_audit_entry (
    id bigint NOT NULL,
    batch bigint NOT NULL,
    shape_id integer NOT NULL,
    row_pk text NOT NULL,
    digest bytea NOT NULL
);
ALTER TABLE public.kernel_audit_entry ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.kernel_audit_entry_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.kernel_cache (
    cache_key character varying(255) NOT NULL,
    value text NOT NULL,
    expires timestamp with time zone NOT NULL
);
CREATE TABLE public.kernel_event (
    id bigint NOT NULL,
    topic character varying(80) NOT NULL,
    payload jsonb NOT NULL,
    unit_id bigint,
    agency_id bigint,
    permission character varying(60) NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    tx bigint NOT NULL
);
CREATE TABLE public.kernel_event_cursor (
    reader character varying(80) NOT NULL,
    tx bigint NOT NULL,
    event_id bigint NOT NULL
);
CREATE TABLE public.kernel_event_failure (
    id bigint NOT NULL,
    handler character varying(200) NOT NULL,
    error text NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    event_id bigint NOT NULL,
    settled_at timestamp with time zone,
    tries integer NOT NULL,
    CONSTRAINT kernel_event_failure_tries_check CHECK ((tries >= 0))
);
ALTER TABLE public.kernel_event_failure ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.kernel_event_failure_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
ALTER TABLE public.kernel_event ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.kernel_event_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.kernel_eventfailureevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    pgh_context jsonb,
    pgh_context_id uuid,
    id bigint NOT NULL,
    handler character varying(200) NOT NULL,
    error text NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    tries integer NOT NULL,
    settled_at timestamp with time zone,
    event_id bigint NOT NULL,
    pgh_obj_id bigint NOT NULL,
    CONSTRAINT kernel_eventfailureevent_tries_check CHECK ((tries >= 0))
);
ALTER TABLE public.kernel_eventfailureevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.kernel_eventfailureevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE UNLOGGED TABLE public.kernel_heartbeat (
    part text NOT NULL,
    at timestamp with time zone NOT NULL,
    version text NOT NULL,
    status text NOT NULL,
    lag_s double precision,
    counts jsonb DEFAULT '{}'::jsonb NOT NULL,
    CONSTRAINT kernel_heartbeat_status CHECK ((status = ANY (ARRAY['ok'::text, 'degraded'::text, 'down'::text])))
);
CREATE TABLE public.kernel_retention_rule (
    id bigint NOT NULL,
    code character varying(60) NOT NULL,
    days integer NOT NULL,
    purpose character varying(200) NOT NULL,
    valid_from date NOT NULL,
    valid_to date,
    source character varying(200) NOT NULL,
    certainty character varying(2) NOT NULL,
    CONSTRAINT kernel_retention_rule_days_check CHECK ((days >= 0)),
    CONSTRAINT kernel_retentionrule_ends_after_it_begins CHECK (((valid_to IS NULL) OR (valid_to > valid_from)))
);
ALTER TABLE public.kernel_retention_rule ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.kernel_retention_rule_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.kernel_retentionruleevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    pgh_context jsonb,
    pgh_context_id uuid,
    id bigint NOT NULL,
    code character varying(60) NOT NULL,
    days integer NOT NULL,
    purpose character varying(200) NOT NULL,
    valid_from date NOT NULL,
    valid_to date,
    source character varying(200) NOT NULL,
    certainty character varying(2) NOT NULL,
    pgh_obj_id bigint NOT NULL,
    CONSTRAINT kernel_retentionruleevent_days_check CHECK ((days >= 0))
);
ALTER TABLE public.kernel_retentionruleevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.kernel_retentionruleevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.mfa_authenticator (
    id bigint NOT NULL,
    type character varying(20) NOT NULL,
    data jsonb NOT NULL,
    user_id bigint NOT NULL,
    created_at timestamp with time zone NOT NULL,
    last_used_at timestamp with time zone
);
ALTER TABLE public.mfa_authenticator ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.mfa_authenticator_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.notify_address (
    id bigint NOT NULL,
    way character varying(12) NOT NULL,
    value text NOT NULL,
    label character varying(120) NOT NULL,
    verified_at timestamp with time zone,
    created_at timestamp with time zone NOT NULL,
    person_id bigint NOT NULL
);
ALTER TABLE public.notify_address ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.notify_address_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.notify_addressevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    pgh_context jsonb,
    pgh_context_id uuid,
    id bigint NOT NULL,
    way character varying(12) NOT NULL,
    label character varying(120) NOT NULL,
    verified_at timestamp with time zone,
    created_at timestamp with time zone NOT NULL,
    person_id bigint NOT NULL,
    pgh_obj_id bigint NOT NULL
);
ALTER TABLE public.notify_addressevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.notify_addressevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.notify_channel (
    id bigint NOT NULL,
    code character varying(60) NOT NULL,
    kind character varying(40) NOT NULL,
    way character varying(12) NOT NULL,
    name character varying(200) NOT NULL,
    "position" smallint NOT NULL,
    settings jsonb NOT NULL,
    secrets_changed_at timestamp with time zone,
    is_on boolean NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    agency_id bigint NOT NULL,
    changed_by_id bigint,
    unit_id bigint,
    CONSTRAINT notify_channel_position_check CHECK (("position" >= 0))
);
ALTER TABLE public.notify_channel ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.notify_channel_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.notify_channel_secret (
    id bigint NOT NULL,
    name character varying(60) NOT NULL,
    token text NOT NULL,
    channel_id bigint NOT NULL
);
ALTER TABLE public.notify_channel_secret ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.notify_channel_secret_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.notify_channel_standing (
    channel_id bigint NOT NULL,
    worked_at timestamp with time zone,
    failed_at timestamp with time zone,
    trouble character varying(60) NOT NULL,
    said character varying(200) NOT NULL,
    failures integer NOT NULL,
    rests_until timestamp with time zone,
    CONSTRAINT notify_channel_standing_failures_check CHECK ((failures >= 0))
);
CREATE TABLE public.notify_channelevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    pgh_context jsonb,
    pgh_context_id uuid,
    id bigint NOT NULL,
    code character varying(60) NOT NULL,
    kind character varying(40) NOT NULL,
    way character varying(12) NOT NULL,
    name character varying(200) NOT NULL,
    "position" smallint NOT NULL,
    settings jsonb NOT NULL,
    secrets_changed_at timestamp with time zone,
    is_on boolean NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    agency_id bigint NOT NULL,
    changed_by_id bigint,
    pgh_obj_id bigint NOT NULL,
    unit_id bigint,
    CONSTRAINT notify_channelevent_position_check CHECK (("position" >= 0))
);
ALTER TABLE public.notify_channelevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.notify_channelevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.notify_delivery (
    id bigint NOT NULL,
    number smallint NOT NULL,
    address text NOT NULL,
    our_id uuid NOT NULL,
    state character varying(10) NOT NULL,
    tries smallint NOT NULL,
    next_try_at timestamp with time zone,
    held character varying(10) NOT NULL,
    claim uuid,
    lease_until timestamp with time zone,
    provider_id character varying(200) NOT NULL,
    trouble character varying(60) NOT NULL,
    said character varying(200) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    sent_at timestamp with time zone,
    receipt_due_at timestamp with time zone,
    receipt_at timestamp with time zone,
    ended_at timestamp with time zone,
    channel_id bigint NOT NULL,
    message_id bigint NOT NULL,
    CONSTRAINT notify_delivery_number_check CHECK ((number >= 0)),
    CONSTRAINT notify_delivery_sending_has_a_lease CHECK (((NOT ((state)::text = 'sending'::text)) OR ((claim IS NOT NULL) AND (lease_until IS NOT NULL)))),
    CONSTRAINT notify_delivery_tries_check CHECK ((tries >= 0)),
    CONSTRAINT notify_delivery_waiting_knows_until_when CHECK (((NOT ((state)::text = 'waiting'::text)) OR (next_try_at IS NOT NULL)))
);
ALTER TABLE public.notify_delivery ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.notify_delivery_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.notify_message (
    id bigint NOT NULL,
    key character varying(200) NOT NULL,
    way character varying(12) NOT NULL,
    address character varying(400) NOT NULL,
    text_key character varying(120) NOT NULL,
    text_fields jsonb NOT NULL,
    language character varying(2) NOT NULL,
    importance character varying(8) NOT NULL,
    about character varying(300) NOT NULL,
    purpose character varying(200) NOT NULL,
    origin character varying(12) NOT NULL,
    state character varying(10) NOT NULL,
    trouble character varying(60) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    sent_at timestamp with time zone,
    ended_at timestamp with time zone,
    erased_at timestamp with time zone,
    agency_id bigint,
    person_id bigint,
    unit_id bigint,
    CONSTRAINT notify_message_goes_to_one CHECK (((((address)::text = ''::text) AND (person_id IS NOT NULL) AND ((way)::text = ''::text)) OR ((person_id IS NULL) AND (NOT ((way)::text = ''::text))))),
    CONSTRAINT notify_message_has_a_purpose CHECK ((NOT ((purpose)::text = ''::text)))
);
ALTER TABLE public.notify_message ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.notify_message_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.notify_notifyruleevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    pgh_context jsonb,
    pgh_context_id uuid,
    id bigint NOT NULL,
    code character varying(60) NOT NULL,
    valid_from date NOT NULL,
    valid_to date,
    source character varying(200) NOT NULL,
    certainty character varying(2) NOT NULL,
    value character varying(100) NOT NULL,
    pgh_obj_id bigint NOT NULL
);
ALTER TABLE public.notify_notifyruleevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.notify_notifyruleevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.notify_preference (
    id bigint NOT NULL,
    ways character varying(12)[] NOT NULL,
    quiet_from time without time zone,
    quiet_to time without time zone,
    language character varying(2) NOT NULL,
    person_id bigint NOT NULL,
    CONSTRAINT notify_quiet_hours_begin_and_end CHECK ((((quiet_from IS NULL) AND (quiet_to IS NULL)) OR ((quiet_from IS NOT NULL) AND (quiet_to IS NOT NULL))))
);
ALTER TABLE public.notify_preference ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.notify_preference_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.notify_preferenceevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    pgh_context jsonb,
    pgh_context_id uuid,
    id bigint NOT NULL,
    ways character varying(12)[] NOT NULL,
    quiet_from time without time zone,
    quiet_to time without time zone,
    language character varying(2) NOT NULL,
    person_id bigint NOT NULL,
    pgh_obj_id bigint NOT NULL
);
ALTER TABLE public.notify_preferenceevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.notify_preferenceevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.notify_receipt (
    id bigint NOT NULL,
    provider_id character varying(200) NOT NULL,
    state character varying(10) NOT NULL,
    said character varying(200) NOT NULL,
    received_at timestamp with time zone NOT NULL,
    channel_id bigint NOT NULL,
    delivery_id bigint
);
ALTER TABLE public.notify_receipt ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.notify_receipt_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.notify_rule (
    id bigint NOT NULL,
    code character varying(60) NOT NULL,
    valid_from date NOT NULL,
    valid_to date,
    source character varying(200) NOT NULL,
    certainty character varying(2) NOT NULL,
    value character varying(100) NOT NULL,
    CONSTRAINT notify_notifyrule_ends_after_it_begins CHECK (((valid_to IS NULL) OR (valid_to > valid_from)))
);
ALTER TABLE public.notify_rule ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.notify_rule_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.notify_shown (
    id bigint NOT NULL,
    our_id uuid NOT NULL,
    address text NOT NULL,
    title character varying(200) NOT NULL,
    text text NOT NULL,
    link character varying(500) NOT NULL,
    at timestamp with time zone NOT NULL,
    read_at timestamp with time zone,
    channel_id bigint NOT NULL
);
ALTER TABLE public.notify_shown ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.notify_shown_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.packs_edition (
    id bigint NOT NULL,
    pack character varying(60) NOT NULL,
    number integer NOT NULL,
    version character varying(20) NOT NULL,
    fingerprint character varying(64) NOT NULL,
    texts jsonb NOT NULL,
    loaded_at timestamp with time zone NOT NULL,
    taken_back_at timestamp with time zone,
    loaded_by_id bigint,
    taken_back_by_id bigint,
    reason text NOT NULL,
    taken_back_reason text NOT NULL,
    CONSTRAINT packs_edition_number_check CHECK ((number >= 0))
);
ALTER TABLE public.packs_edition ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.packs_edition_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.packs_loaded_pack (
    code character varying(60) NOT NULL,
    version character varying(20) NOT NULL,
    fingerprint character varying(64) NOT NULL,
    manifest jsonb NOT NULL,
    contents jsonb NOT NULL,
    loaded_at timestamp with time zone NOT NULL,
    loaded_by_id bigint,
    edition_id bigint
);
CREATE TABLE public.packs_loadedpackevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    pgh_context jsonb,
    pgh_context_id uuid,
    code character varying(60) NOT NULL,
    version character varying(20) NOT NULL,
    fingerprint character varying(64) NOT NULL,
    manifest jsonb NOT NULL,
    contents jsonb NOT NULL,
    loaded_at timestamp with time zone NOT NULL,
    loaded_by_id bigint,
    pgh_obj_id character varying(60) NOT NULL,
    edition_id bigint
);
ALTER TABLE public.packs_loadedpackevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.packs_loadedpackevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.packs_proposal (
    id bigint NOT NULL,
    pack character varying(60) NOT NULL,
    version character varying(20) NOT NULL,
    file_name character varying(120) NOT NULL,
    fingerprint character varying(64) NOT NULL,
    texts jsonb NOT NULL,
    complaints jsonb NOT NULL,
    handed_in_at timestamp with time zone NOT NULL,
    handed_in_by_id bigint NOT NULL
);
ALTER TABLE public.packs_proposal ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.packs_proposal_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.pghistory_context (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    metadata jsonb NOT NULL
);
CREATE TABLE public.procrastinate_events (
    id bigint NOT NULL,
    job_id bigint NOT NULL,
    type public.procrastinate_job_event_type,
    at timestamp with time zone DEFAULT now()
);
CREATE SEQUENCE public.procrastinate_events_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.procrastinate_events_id_seq OWNED BY public.procrastinate_events.id;
CREATE SEQUENCE public.procrastinate_jobs_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.procrastinate_jobs_id_seq OWNED BY public.procrastinate_jobs.id;
CREATE TABLE public.procrastinate_periodic_defers (
    id bigint NOT NULL,
    task_name character varying(128) NOT NULL,
    defer_timestamp bigint,
    job_id bigint,
    periodic_id character varying(128) DEFAULT ''::character varying NOT NULL
);
CREATE SEQUENCE public.procrastinate_periodic_defers_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.procrastinate_periodic_defers_id_seq OWNED BY public.procrastinate_periodic_defers.id;
CREATE TABLE public.procrastinate_workers (
    id bigint NOT NULL,
    last_heartbeat timestamp with time zone DEFAULT now() NOT NULL
);
ALTER TABLE public.procrastinate_workers ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.procrastinate_workers_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.rules_alarm (
    id bigint NOT NULL,
    rule_code character varying(80) NOT NULL,
    kind character varying(12) NOT NULL,
    severity character varying(10) NOT NULL,
    entity_id bigint NOT NULL,
    entity_urn text NOT NULL,
    entity_type character varying(120) NOT NULL,
    entity_name character varying(200) NOT NULL,
    lon double precision,
    lat double precision,
    origin smallint NOT NULL,
    active boolean NOT NULL,
    acknowledged boolean NOT NULL,
    occurrences integer NOT NULL,
    raised_at timestamp with time zone NOT NULL,
    first_raised_at timestamp with time zone NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    fired jsonb NOT NULL,
    cleared_at timestamp with time zone,
    cleared_by jsonb,
    acknowledged_at timestamp with time zone,
    closed_at timestamp with time zone,
    close_reason text NOT NULL,
    acknowledged_by_id bigint,
    agency_id bigint,
    closed_by_id bigint,
    owner_id bigint,
    unit_id bigint,
    rule_id bigint NOT NULL,
    assets text[] NOT NULL,
    provider character varying(200) NOT NULL,
    suppressed_at timestamp with time zone,
    suppressed_by jsonb,
    set_aside_id bigint,
    participants jsonb NOT NULL,
    CONSTRAINT alarm_acknowledged_by_somebody CHECK (((NOT acknowledged) OR ((acknowledged_at IS NOT NULL) AND (acknowledged_by_id IS NOT NULL)))),
    CONSTRAINT alarm_closed_after_it_was_raised CHECK (((closed_at IS NULL) OR (closed_at >= recorded_at))),
    CONSTRAINT alarm_closed_early_has_a_reason CHECK (((closed_at IS NULL) OR (NOT (close_reason = ''::text)) OR (acknowledged AND (NOT active)))),
    CONSTRAINT alarm_suppressed_by_something CHECK ((((suppressed_at IS NULL) AND (suppressed_by IS NULL)) OR ((suppressed_at IS NOT NULL) AND (suppressed_by IS NOT NULL)))),
    CONSTRAINT rules_alarm_occurrences_check CHECK ((occurrences >= 0))
);
CREATE TABLE public.rules_alarm_comment (
    id bigint NOT NULL,
    text text NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    alarm_id bigint NOT NULL,
    person_id bigint NOT NULL,
    CONSTRAINT alarm_comment_says_something CHECK ((NOT (text = ''::text)))
);
ALTER TABLE public.rules_alarm_comment ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.rules_alarm_comment_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.rules_alarm_guide (
    id bigint NOT NULL,
    code character varying(60) NOT NULL,
    valid_from date NOT NULL,
    valid_to date,
    source character varying(200) NOT NULL,
    certainty character varying(2) NOT NULL,
    value double precision NOT NULL,
    CONSTRAINT rules_alarmguide_ends_after_it_begins CHECK (((valid_to IS NULL) OR (valid_to > valid_from)))
);
ALTER TABLE public.rules_alarm_guide ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.rules_alarm_guide_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
ALTER TABLE public.rules_alarm ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.rules_alarm_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.rules_alarm_link (
    id bigint NOT NULL,
    kind character varying(20) NOT NULL,
    reference character varying(40) NOT NULL,
    url character varying(200) NOT NULL,
    open boolean NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    alarm_id bigint NOT NULL
);
ALTER TABLE public.rules_alarm_link ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.rules_alarm_link_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.rules_alarmcommentevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    pgh_context jsonb,
    pgh_context_id uuid,
    id bigint NOT NULL,
    text text NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    alarm_id bigint NOT NULL,
    person_id bigint NOT NULL,
    pgh_obj_id bigint NOT NULL
);
ALTER TABLE public.rules_alarmcommentevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.rules_alarmcommentevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.rules_alarmevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    pgh_context jsonb,
    pgh_context_id uuid,
    id bigint NOT NULL,
    rule_code character varying(80) NOT NULL,
    kind character varying(12) NOT NULL,
    severity character varying(10) NOT NULL,
    entity_id bigint NOT NULL,
    entity_urn text NOT NULL,
    entity_type character varying(120) NOT NULL,
    entity_name character varying(200) NOT NULL,
    lon double precision,
    lat double precision,
    origin smallint NOT NULL,
    active boolean NOT NULL,
    acknowledged boolean NOT NULL,
    occurrences integer NOT NULL,
    raised_at timestamp with time zone NOT NULL,
    first_raised_at timestamp with time zone NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    fired jsonb NOT NULL,
    cleared_at timestamp with time zone,
    cleared_by jsonb,
    acknowledged_at timestamp with time zone,
    closed_at timestamp with time zone,
    close_reason text NOT NULL,
    acknowledged_by_id bigint,
    agency_id bigint,
    closed_by_id bigint,
    owner_id bigint,
    pgh_obj_id bigint NOT NULL,
    unit_id bigint,
    rule_id bigint NOT NULL,
    assets text[] NOT NULL,
    provider character varying(200) NOT NULL,
    suppressed_at timestamp with time zone,
    suppressed_by jsonb,
    set_aside_id bigint,
    participants jsonb NOT NULL,
    CONSTRAINT rules_alarmevent_occurrences_check CHECK ((occurrences >= 0))
);
ALTER TABLE public.rules_alarmevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.rules_alarmevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.rules_alarmguideevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    pgh_context jsonb,
    pgh_context_id uuid,
    id bigint NOT NULL,
    code character varying(60) NOT NULL,
    valid_from date NOT NULL,
    valid_to date,
    source character varying(200) NOT NULL,
    certainty character varying(2) NOT NULL,
    value double precision NOT NULL,
    pgh_obj_id bigint NOT NULL
);
ALTER TABLE public.rules_alarmguideevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.rules_alarmguideevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.rules_alarmlinkevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    pgh_context jsonb,
    pgh_context_id uuid,
    id bigint NOT NULL,
    kind character varying(20) NOT NULL,
    reference character varying(40) NOT NULL,
    url character varying(200) NOT NULL,
    open boolean NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    alarm_id bigint NOT NULL,
    pgh_obj_id bigint NOT NULL
);
ALTER TABLE public.rules_alarmlinkevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.rules_alarmlinkevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.rules_cursor (
    reader character varying(40) NOT NULL,
    tx bigint NOT NULL,
    flush_id bigint NOT NULL
);
CREATE TABLE public.rules_decided_day (
    id bigint NOT NULL,
    date date NOT NULL,
    pack character varying(60) NOT NULL,
    off boolean NOT NULL,
    tet boolean NOT NULL,
    name_vi character varying(200) NOT NULL,
    name_en character varying(200) NOT NULL,
    source text NOT NULL,
    certainty character varying(2) NOT NULL
);
ALTER TABLE public.rules_decided_day ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.rules_decided_day_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.rules_decideddayevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    pgh_context jsonb,
    pgh_context_id uuid,
    id bigint NOT NULL,
    date date NOT NULL,
    pack character varying(60) NOT NULL,
    off boolean NOT NULL,
    tet boolean NOT NULL,
    name_vi character varying(200) NOT NULL,
    name_en character varying(200) NOT NULL,
    source text NOT NULL,
    certainty character varying(2) NOT NULL,
    pgh_obj_id bigint NOT NULL
);
ALTER TABLE public.rules_decideddayevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.rules_decideddayevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.rules_derived_due (
    entity_id bigint NOT NULL,
    daily boolean NOT NULL,
    at timestamp with time zone NOT NULL
);
CREATE TABLE public.rules_dry_run (
    id bigint NOT NULL,
    state character varying(10) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    started_at timestamp with time zone,
    beat_at timestamp with time zone,
    ended_at timestamp with time zone,
    fraction double precision NOT NULL,
    error_code character varying(80) NOT NULL,
    error_fields jsonb NOT NULL,
    code character varying(80) NOT NULL,
    draft jsonb NOT NULL,
    digest character varying(64) NOT NULL,
    since timestamp with time zone NOT NULL,
    until timestamp with time zone NOT NULL,
    reach jsonb NOT NULL,
    result jsonb,
    base_id bigint NOT NULL,
    became_id bigint,
    requested_by_id bigint
);
ALTER TABLE public.rules_dry_run ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.rules_dry_run_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.rules_formula (
    id bigint NOT NULL,
    pack character varying(60) NOT NULL,
    entity_type character varying(120) NOT NULL,
    attribute character varying(120) NOT NULL,
    valid_from date NOT NULL,
    rank smallint NOT NULL,
    told jsonb NOT NULL
);
CREATE TABLE public.rules_formula_due (
    value character varying(241) NOT NULL,
    entity_id bigint NOT NULL,
    at timestamp with time zone NOT NULL
);
ALTER TABLE public.rules_formula ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.rules_formula_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.rules_gathering (
    rule_code character varying(80) NOT NULL,
    anchor_id bigint NOT NULL,
    unit_id bigint,
    open boolean NOT NULL
);
CREATE TABLE public.rules_occurrence (
    id bigint NOT NULL,
    rule_code character varying(80) NOT NULL,
    entity_id bigint NOT NULL,
    kind character varying(12) NOT NULL,
    severity character varying(10) NOT NULL,
    origin smallint NOT NULL,
    raised_at timestamp with time zone NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    hidden character varying(16) NOT NULL,
    agency_id bigint,
    alarm_id bigint NOT NULL,
    unit_id bigint
);
ALTER TABLE public.rules_occurrence ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.rules_occurrence_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.rules_part (
    rule_code character varying(80) NOT NULL,
    entity_id bigint NOT NULL,
    urn text NOT NULL,
    unit_id bigint,
    agency_id bigint,
    lon double precision,
    lat double precision,
    since timestamp with time zone NOT NULL,
    until timestamp with time zone,
    origin smallint NOT NULL,
    inputs jsonb NOT NULL,
    anchor_id bigint
);
CREATE TABLE public.rules_rule (
    id bigint NOT NULL,
    code character varying(80) NOT NULL,
    version integer NOT NULL,
    valid_from date NOT NULL,
    pack character varying(60) NOT NULL,
    kind character varying(12) NOT NULL,
    entity_type character varying(120) NOT NULL,
    attributes character varying(120)[] NOT NULL,
    condition text NOT NULL,
    clear text NOT NULL,
    hold interval NOT NULL,
    clear_hold interval NOT NULL,
    no_data_after interval,
    severity character varying(10) NOT NULL,
    name_vi character varying(200) NOT NULL,
    name_en character varying(200) NOT NULL,
    words_vi text NOT NULL,
    words_en text NOT NULL,
    advice_vi text NOT NULL,
    advice_en text NOT NULL,
    source text NOT NULL,
    certainty character varying(2) NOT NULL,
    legal boolean NOT NULL,
    armed boolean NOT NULL,
    digest character varying(64) NOT NULL,
    change_reason text NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    agency_id bigint,
    changed_by_id bigint,
    group_id bigint,
    unit_id bigint,
    withdrawn boolean NOT NULL,
    suppress jsonb NOT NULL,
    schedule character varying(60) NOT NULL,
    together_least smallint,
    together_radius_m integer,
    together_within interval,
    CONSTRAINT rule_has_a_condition_of_its_kind CHECK (((((kind)::text = 'threshold'::text) AND (no_data_after IS NULL) AND (NOT (condition = ''::text))) OR (((kind)::text = 'no-data'::text) AND (no_data_after IS NOT NULL)))),
    CONSTRAINT rule_has_one_area CHECK (((unit_id IS NULL) OR (group_id IS NULL))),
    CONSTRAINT rule_of_an_area_counts_two_or_more CHECK ((((together_least IS NULL) AND (together_radius_m IS NULL) AND (together_within IS NULL)) OR (((kind)::text = 'threshold'::text) AND (together_least >= 2) AND (together_within IS NOT NULL)))),
    CONSTRAINT rule_unverified_never_arms_a_legal_alarm CHECK (((NOT legal) OR (NOT armed) OR ((certainty)::text = 'S'::text))),
    CONSTRAINT rule_withdrawn_is_not_armed CHECK (((NOT withdrawn) OR (NOT armed))),
    CONSTRAINT rules_rule_together_least_check CHECK ((together_least >= 0)),
    CONSTRAINT rules_rule_together_radius_m_check CHECK ((together_radius_m >= 0)),
    CONSTRAINT rules_rule_version_check CHECK ((version >= 0))
);
ALTER TABLE public.rules_rule ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.rules_rule_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.rules_ruleevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    pgh_context jsonb,
    pgh_context_id uuid,
    id bigint NOT NULL,
    code character varying(80) NOT NULL,
    version integer NOT NULL,
    valid_from date NOT NULL,
    pack character varying(60) NOT NULL,
    kind character varying(12) NOT NULL,
    entity_type character varying(120) NOT NULL,
    attributes character varying(120)[] NOT NULL,
    condition text NOT NULL,
    clear text NOT NULL,
    hold interval NOT NULL,
    clear_hold interval NOT NULL,
    no_data_after interval,
    severity character varying(10) NOT NULL,
    name_vi character varying(200) NOT NULL,
    name_en character varying(200) NOT NULL,
    words_vi text NOT NULL,
    words_en text NOT NULL,
    advice_vi text NOT NULL,
    advice_en text NOT NULL,
    source text NOT NULL,
    certainty character varying(2) NOT NULL,
    legal boolean NOT NULL,
    armed boolean NOT NULL,
    digest character varying(64) NOT NULL,
    change_reason text NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    agency_id bigint,
    changed_by_id bigint,
    group_id bigint,
    pgh_obj_id bigint NOT NULL,
    unit_id bigint,
    withdrawn boolean NOT NULL,
    suppress jsonb NOT NULL,
    schedule character varying(60) NOT NULL,
    together_least smallint,
    together_radius_m integer,
    together_within interval,
    CONSTRAINT rules_ruleevent_together_least_check CHECK ((together_least >= 0)),
    CONSTRAINT rules_ruleevent_together_radius_m_check CHECK ((together_radius_m >= 0)),
    CONSTRAINT rules_ruleevent_version_check CHECK ((version >= 0))
);
ALTER TABLE public.rules_ruleevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.rules_ruleevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.rules_schedule (
    id bigint NOT NULL,
    code character varying(60) NOT NULL,
    valid_from date NOT NULL,
    pack character varying(60) NOT NULL,
    name_vi character varying(200) NOT NULL,
    name_en character varying(200) NOT NULL,
    days character varying(12)[] NOT NULL,
    hours character varying(12)[] NOT NULL,
    source text NOT NULL,
    certainty character varying(2) NOT NULL
);
ALTER TABLE public.rules_schedule ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.rules_schedule_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.rules_scheduleevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    pgh_context jsonb,
    pgh_context_id uuid,
    id bigint NOT NULL,
    code character varying(60) NOT NULL,
    valid_from date NOT NULL,
    pack character varying(60) NOT NULL,
    name_vi character varying(200) NOT NULL,
    name_en character varying(200) NOT NULL,
    days character varying(12)[] NOT NULL,
    hours character varying(12)[] NOT NULL,
    source text NOT NULL,
    certainty character varying(2) NOT NULL,
    pgh_obj_id bigint NOT NULL
);
ALTER TABLE public.rules_scheduleevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.rules_scheduleevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.rules_set_aside (
    id bigint NOT NULL,
    kind character varying(16) NOT NULL,
    rule_code character varying(80) NOT NULL,
    entity_id bigint NOT NULL,
    entity_urn text NOT NULL,
    entity_name character varying(200) NOT NULL,
    severity character varying(10) NOT NULL,
    reason text NOT NULL,
    since timestamp with time zone NOT NULL,
    until timestamp with time zone,
    review_on date,
    ended_at timestamp with time zone,
    "end" character varying(10) NOT NULL,
    agency_id bigint,
    ended_by_id bigint,
    person_id bigint NOT NULL,
    unit_id bigint,
    CONSTRAINT set_aside_ended_because CHECK ((((("end")::text = ''::text) AND (ended_at IS NULL)) OR ((ended_at IS NOT NULL) AND (NOT (("end")::text = ''::text))))),
    CONSTRAINT set_aside_has_a_reason CHECK ((NOT (reason = ''::text))),
    CONSTRAINT set_aside_has_its_end CHECK (((((kind)::text = 'shelved'::text) AND (review_on IS NULL) AND (until > since) AND (until IS NOT NULL)) OR (((kind)::text = 'out-of-service'::text) AND (review_on IS NOT NULL) AND (until IS NULL))))
);
ALTER TABLE public.rules_set_aside ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.rules_set_aside_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.rules_setasideevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    pgh_context jsonb,
    pgh_context_id uuid,
    id bigint NOT NULL,
    kind character varying(16) NOT NULL,
    rule_code character varying(80) NOT NULL,
    entity_id bigint NOT NULL,
    entity_urn text NOT NULL,
    entity_name character varying(200) NOT NULL,
    severity character varying(10) NOT NULL,
    reason text NOT NULL,
    since timestamp with time zone NOT NULL,
    until timestamp with time zone,
    review_on date,
    ended_at timestamp with time zone,
    "end" character varying(10) NOT NULL,
    agency_id bigint,
    ended_by_id bigint,
    person_id bigint NOT NULL,
    pgh_obj_id bigint NOT NULL,
    unit_id bigint
);
ALTER TABLE public.rules_setasideevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.rules_setasideevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.rules_state (
    rule_code character varying(80) NOT NULL,
    entity_id bigint NOT NULL,
    phase character varying(10) NOT NULL,
    since timestamp with time zone,
    last_at timestamp with time zone,
    recorded_at timestamp with time zone NOT NULL,
    origin smallint NOT NULL,
    inputs jsonb NOT NULL,
    turned_at timestamp with time zone
);
CREATE TABLE public.rules_stream_clock (
    entity_type character varying(120) NOT NULL,
    origin smallint NOT NULL,
    at timestamp with time zone NOT NULL
);
CREATE TABLE public.shiftbook_code_series (
    year smallint NOT NULL,
    last integer NOT NULL,
    CONSTRAINT shiftbook_code_series_last_check CHECK ((last >= 0)),
    CONSTRAINT shiftbook_code_series_year_check CHECK ((year >= 0))
);
CREATE TABLE public.shiftbook_desk (
    id bigint NOT NULL,
    code character varying(60) NOT NULL,
    name_vi character varying(120) NOT NULL,
    name_en character varying(120) NOT NULL,
    own_only boolean NOT NULL,
    roster character varying(60) NOT NULL,
    valid_from date NOT NULL,
    valid_to date,
    agency_id bigint NOT NULL,
    unit_id bigint,
    CONSTRAINT desk_ends_after_it_begins CHECK (((valid_to IS NULL) OR (valid_to > valid_from)))
);
ALTER TABLE public.shiftbook_desk ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.shiftbook_desk_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.shiftbook_deskevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    pgh_context jsonb,
    pgh_context_id uuid,
    id bigint NOT NULL,
    code character varying(60) NOT NULL,
    name_vi character varying(120) NOT NULL,
    name_en character varying(120) NOT NULL,
    own_only boolean NOT NULL,
    roster character varying(60) NOT NULL,
    valid_from date NOT NULL,
    valid_to date,
    agency_id bigint NOT NULL,
    pgh_obj_id bigint NOT NULL,
    unit_id bigint
);
ALTER TABLE public.shiftbook_deskevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.shiftbook_deskevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.shiftbook_handover (
    id bigint NOT NULL,
    state character varying(10) NOT NULL,
    note character varying(2000) NOT NULL,
    at timestamp with time zone NOT NULL,
    answered_at timestamp with time zone,
    answer character varying(2000) NOT NULL,
    answered_by_id bigint,
    by_id bigint,
    to_id bigint,
    shift_id bigint NOT NULL,
    CONSTRAINT handover_is_between_two CHECK (((by_id IS NULL) OR (NOT ((state)::text = 'accepted'::text)) OR (NOT ((by_id = answered_by_id) AND (by_id IS NOT NULL) AND (answered_by_id IS NOT NULL))))),
    CONSTRAINT handover_says_why CHECK (((NOT ((state)::text = ANY ((ARRAY['refused'::character varying, 'taken-up'::character varying])::text[]))) OR (NOT ((answer)::text = ''::text))))
);
ALTER TABLE public.shiftbook_handover ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.shiftbook_handover_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.shiftbook_handover_item (
    id bigint NOT NULL,
    room character varying(20) NOT NULL,
    code character varying(120) NOT NULL,
    label character varying(300) NOT NULL,
    path character varying(200) NOT NULL,
    severity character varying(10) NOT NULL,
    since timestamp with time zone,
    word character varying(500) NOT NULL,
    late boolean NOT NULL,
    handover_id bigint NOT NULL
);
ALTER TABLE public.shiftbook_handover_item ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.shiftbook_handover_item_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.shiftbook_handoverevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    pgh_context jsonb,
    pgh_context_id uuid,
    id bigint NOT NULL,
    state character varying(10) NOT NULL,
    note character varying(2000) NOT NULL,
    at timestamp with time zone NOT NULL,
    answered_at timestamp with time zone,
    answer character varying(2000) NOT NULL,
    answered_by_id bigint,
    by_id bigint,
    pgh_obj_id bigint NOT NULL,
    to_id bigint,
    shift_id bigint NOT NULL
);
ALTER TABLE public.shiftbook_handoverevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.shiftbook_handoverevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.shiftbook_line (
    id bigint NOT NULL,
    kind character varying(20) NOT NULL,
    text text NOT NULL,
    fields jsonb NOT NULL,
    path character varying(200) NOT NULL,
    key character varying(200) NOT NULL,
    at timestamp with time zone NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    search_text text NOT NULL,
    corrects_id bigint,
    person_id bigint,
    shift_id bigint NOT NULL,
    CONSTRAINT book_correction_names_a_line CHECK ((((corrects_id IS NOT NULL) AND ((kind)::text = 'correction'::text)) OR ((NOT ((kind)::text = 'correction'::text)) AND (corrects_id IS NULL))))
);
ALTER TABLE public.shiftbook_line ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.shiftbook_line_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.shiftbook_rule (
    id bigint NOT NULL,
    code character varying(60) NOT NULL,
    valid_from date NOT NULL,
    valid_to date,
    source character varying(200) NOT NULL,
    certainty character varying(2) NOT NULL,
    value integer NOT NULL,
    CONSTRAINT shiftbook_rule_value_check CHECK ((value >= 0)),
    CONSTRAINT shiftbook_shiftrule_ends_after_it_begins CHECK (((valid_to IS NULL) OR (valid_to > valid_from)))
);
ALTER TABLE public.shiftbook_rule ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.shiftbook_rule_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.shiftbook_shift (
    id bigint NOT NULL,
    code character varying(20) NOT NULL,
    name character varying(80) NOT NULL,
    state character varying(10) NOT NULL,
    begins_at timestamp with time zone NOT NULL,
    ends_at timestamp with time zone NOT NULL,
    unopened_at timestamp with time zone,
    opened_at timestamp with time zone,
    closed_at timestamp with time zone,
    desk_id bigint NOT NULL,
    handed_by_id bigint,
    opened_by_id bigint,
    previous_id bigint,
    responsible_id bigint,
    taken_by_id bigint,
    CONSTRAINT shift_closed_by_who_takes_over CHECK (((NOT ((state)::text = 'closed'::text)) OR ((closed_at IS NOT NULL) AND (taken_by_id IS NOT NULL)))),
    CONSTRAINT shift_ends_after_it_begins CHECK ((ends_at > begins_at)),
    CONSTRAINT shift_handed_over_between_two CHECK (((handed_by_id IS NULL) OR (taken_by_id IS NULL) OR (NOT ((handed_by_id = taken_by_id) AND (handed_by_id IS NOT NULL) AND (taken_by_id IS NOT NULL))))),
    CONSTRAINT shift_opened_by_somebody CHECK ((((opened_by_id IS NULL) AND ((state)::text = ANY ((ARRAY['unopened'::character varying, 'missed'::character varying])::text[])) AND (unopened_at IS NOT NULL)) OR ((opened_at IS NOT NULL) AND (opened_by_id IS NOT NULL) AND ((state)::text = ANY ((ARRAY['open'::character varying, 'closed'::character varying])::text[])))))
);
ALTER TABLE public.shiftbook_shift ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.shiftbook_shift_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.shiftbook_shiftevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    pgh_context jsonb,
    pgh_context_id uuid,
    id bigint NOT NULL,
    code character varying(20) NOT NULL,
    name character varying(80) NOT NULL,
    state character varying(10) NOT NULL,
    begins_at timestamp with time zone NOT NULL,
    ends_at timestamp with time zone NOT NULL,
    unopened_at timestamp with time zone,
    opened_at timestamp with time zone,
    closed_at timestamp with time zone,
    desk_id bigint NOT NULL,
    handed_by_id bigint,
    opened_by_id bigint,
    pgh_obj_id bigint NOT NULL,
    previous_id bigint,
    responsible_id bigint,
    taken_by_id bigint
);
ALTER TABLE public.shiftbook_shiftevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.shiftbook_shiftevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.shiftbook_shiftruleevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    pgh_context jsonb,
    pgh_context_id uuid,
    id bigint NOT NULL,
    code character varying(60) NOT NULL,
    valid_from date NOT NULL,
    valid_to date,
    source character varying(200) NOT NULL,
    certainty character varying(2) NOT NULL,
    value integer NOT NULL,
    pgh_obj_id bigint NOT NULL,
    CONSTRAINT shiftbook_shiftruleevent_value_check CHECK ((value >= 0))
);
ALTER TABLE public.shiftbook_shiftruleevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.shiftbook_shiftruleevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.streams_dead_letter (
    id bigint NOT NULL,
    received_at timestamp with time zone NOT NULL,
    topic text NOT NULL,
    payload bytea,
    whole boolean NOT NULL,
    reason text NOT NULL,
    fields jsonb DEFAULT '{}'::jsonb NOT NULL,
    key_id text,
    repeats integer DEFAULT 1 NOT NULL,
    again_at timestamp with time zone,
    settled_at timestamp with time zone,
    set_aside_by text,
    mended bytea,
    mended_by text,
    CONSTRAINT streams_dead_letter_repeats CHECK ((repeats > 0))
);
ALTER TABLE public.streams_dead_letter ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.streams_dead_letter_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.streams_position (
    stream text NOT NULL,
    created timestamp with time zone NOT NULL,
    seq bigint NOT NULL,
    moved_at timestamp with time zone NOT NULL
);
CREATE TABLE public.tasks_code_series (
    year smallint NOT NULL,
    last integer NOT NULL,
    CONSTRAINT tasks_code_series_last_check CHECK ((last >= 0)),
    CONSTRAINT tasks_code_series_year_check CHECK ((year >= 0))
);
CREATE TABLE public.tasks_extension (
    id bigint NOT NULL,
    state character varying(10) NOT NULL,
    asked_at timestamp with time zone NOT NULL,
    reason character varying(1000) NOT NULL,
    due_before timestamp with time zone NOT NULL,
    new_due timestamp with time zone NOT NULL,
    decided_at timestamp with time zone,
    decision character varying(1000) NOT NULL,
    asked_agency_id bigint,
    asked_by_id bigint NOT NULL,
    decided_by_id bigint,
    task_id bigint NOT NULL,
    CONSTRAINT task_extension_decided_by_somebody CHECK ((((decided_at IS NULL) AND (decided_by_id IS NULL) AND ((state)::text = 'asked'::text)) OR ((NOT ((state)::text = 'asked'::text)) AND (decided_at IS NOT NULL) AND (decided_by_id IS NOT NULL)))),
    CONSTRAINT task_extension_gives_more_time CHECK ((new_due > due_before)),
    CONSTRAINT task_extension_has_a_reason CHECK ((NOT ((reason)::text = ''::text)))
);
ALTER TABLE public.tasks_extension ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.tasks_extension_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.tasks_extensionevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    pgh_context jsonb,
    pgh_context_id uuid,
    id bigint NOT NULL,
    state character varying(10) NOT NULL,
    asked_at timestamp with time zone NOT NULL,
    reason character varying(1000) NOT NULL,
    due_before timestamp with time zone NOT NULL,
    new_due timestamp with time zone NOT NULL,
    decided_at timestamp with time zone,
    decision character varying(1000) NOT NULL,
    asked_agency_id bigint,
    asked_by_id bigint NOT NULL,
    decided_by_id bigint,
    pgh_obj_id bigint NOT NULL,
    task_id bigint NOT NULL
);
ALTER TABLE public.tasks_extensionevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.tasks_extensionevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.tasks_line (
    id bigint NOT NULL,
    what character varying(20) NOT NULL,
    text text NOT NULL,
    fields jsonb NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    agency_id bigint,
    person_id bigint,
    task_id bigint NOT NULL,
    to_id bigint
);
ALTER TABLE public.tasks_line ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.tasks_line_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.tasks_owed (
    id bigint NOT NULL,
    kind character varying(20) NOT NULL,
    code character varying(120) NOT NULL,
    title character varying(300) NOT NULL,
    title_key character varying(80) NOT NULL,
    title_fields jsonb NOT NULL,
    path character varying(300) NOT NULL,
    due_at timestamp with time zone,
    opened_at timestamp with time zone NOT NULL,
    closed_at timestamp with time zone,
    permission character varying(40) NOT NULL,
    agency_id bigint,
    besides_id bigint,
    person_id bigint,
    unit_id bigint,
    CONSTRAINT owed_by_somebody CHECK (((person_id IS NOT NULL) OR (agency_id IS NOT NULL))),
    CONSTRAINT owed_has_a_title CHECK ((NOT (((title)::text = ''::text) AND ((title_key)::text = ''::text))))
);
ALTER TABLE public.tasks_owed ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.tasks_owed_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.tasks_part (
    id bigint NOT NULL,
    role character varying(4) NOT NULL,
    agency_id bigint NOT NULL,
    task_id bigint NOT NULL,
    unit_id bigint
);
ALTER TABLE public.tasks_part ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.tasks_part_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.tasks_task (
    id bigint NOT NULL,
    key uuid NOT NULL,
    code character varying(20) NOT NULL,
    title character varying(200) NOT NULL,
    text text NOT NULL,
    importance character varying(10) NOT NULL,
    state character varying(10) NOT NULL,
    source_kind character varying(20) NOT NULL,
    source_code character varying(80) NOT NULL,
    source_path character varying(300) NOT NULL,
    given_at timestamp with time zone NOT NULL,
    first_due_at timestamp with time zone NOT NULL,
    due_at timestamp with time zone NOT NULL,
    due_said character varying(20) NOT NULL,
    due_expected boolean NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    handed_in_at timestamp with time zone,
    ended_at timestamp with time zone,
    reason character varying(1000) NOT NULL,
    soon_told_at timestamp with time zone,
    overdue_told_at timestamp with time zone,
    search_text text NOT NULL,
    agency_id bigint,
    ended_by_id bigint,
    giver_id bigint NOT NULL,
    handed_in_by_id bigint,
    lead_agency_id bigint,
    lead_person_id bigint,
    unit_id bigint,
    CONSTRAINT task_due_after_it_was_given CHECK ((first_due_at >= given_at)),
    CONSTRAINT task_ended_when_over CHECK ((((ended_at IS NOT NULL) AND ((state)::text = ANY ((ARRAY['confirmed'::character varying, 'withdrawn'::character varying])::text[]))) OR ((NOT ((state)::text = ANY ((ARRAY['confirmed'::character varying, 'withdrawn'::character varying])::text[]))) AND (ended_at IS NULL)))),
    CONSTRAINT task_ended_with_a_reason CHECK (((NOT ((state)::text = ANY ((ARRAY['refused'::character varying, 'withdrawn'::character varying])::text[]))) OR (NOT ((reason)::text = ''::text)))),
    CONSTRAINT task_has_a_lead CHECK (((lead_agency_id IS NOT NULL) OR (lead_person_id IS NOT NULL))),
    CONSTRAINT task_has_a_title CHECK ((NOT ((title)::text = ''::text)))
);
ALTER TABLE public.tasks_task ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.tasks_task_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.tasks_taskevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    pgh_context jsonb,
    pgh_context_id uuid,
    id bigint NOT NULL,
    key uuid NOT NULL,
    code character varying(20) NOT NULL,
    title character varying(200) NOT NULL,
    text text NOT NULL,
    importance character varying(10) NOT NULL,
    state character varying(10) NOT NULL,
    source_kind character varying(20) NOT NULL,
    source_code character varying(80) NOT NULL,
    source_path character varying(300) NOT NULL,
    given_at timestamp with time zone NOT NULL,
    first_due_at timestamp with time zone NOT NULL,
    due_at timestamp with time zone NOT NULL,
    due_said character varying(20) NOT NULL,
    due_expected boolean NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    handed_in_at timestamp with time zone,
    ended_at timestamp with time zone,
    reason character varying(1000) NOT NULL,
    soon_told_at timestamp with time zone,
    overdue_told_at timestamp with time zone,
    agency_id bigint,
    ended_by_id bigint,
    giver_id bigint NOT NULL,
    handed_in_by_id bigint,
    lead_agency_id bigint,
    lead_person_id bigint,
    pgh_obj_id bigint NOT NULL,
    unit_id bigint
);
ALTER TABLE public.tasks_taskevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.tasks_taskevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.tasks_taskpartevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    pgh_context jsonb,
    pgh_context_id uuid,
    id bigint NOT NULL,
    role character varying(4) NOT NULL,
    agency_id bigint NOT NULL,
    pgh_obj_id bigint NOT NULL,
    task_id bigint NOT NULL,
    unit_id bigint
);
ALTER TABLE public.tasks_taskpartevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.tasks_taskpartevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.territory_import (
    id bigint NOT NULL,
    state character varying(10) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    started_at timestamp with time zone,
    beat_at timestamp with time zone,
    ended_at timestamp with time zone,
    fraction double precision NOT NULL,
    error_code character varying(80) NOT NULL,
    error_fields jsonb NOT NULL,
    token character varying(60) NOT NULL,
    files jsonb NOT NULL,
    options jsonb NOT NULL,
    reason character varying(500) NOT NULL,
    step character varying(20) NOT NULL,
    figures jsonb NOT NULL,
    notes jsonb NOT NULL,
    requested_by_id bigint
);
ALTER TABLE public.territory_import ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.territory_import_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.territory_stamp (
    only_row boolean DEFAULT true NOT NULL,
    stamp uuid NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    CONSTRAINT territory_stamp_only_row_check CHECK (only_row)
);
CREATE TABLE public.territory_unit (
    id bigint NOT NULL,
    code character varying(10) NOT NULL,
    level smallint NOT NULL,
    kind character varying(30) NOT NULL,
    name character varying(120) NOT NULL,
    full_name character varying(160) NOT NULL,
    name_en character varying(160) NOT NULL,
    valid_from date NOT NULL,
    valid_to date,
    begin_known boolean NOT NULL,
    decree character varying(200) NOT NULL,
    source character varying(200) NOT NULL,
    lon double precision,
    lat double precision,
    area_km2 double precision,
    search_text text NOT NULL,
    first_id bigint,
    parent_id bigint,
    CONSTRAINT territory_unit_level_check CHECK ((level >= 0)),
    CONSTRAINT unit_ends_after_it_begins CHECK (((valid_to IS NULL) OR (valid_to > valid_from)))
);
CREATE TABLE public.territory_unit_area (
    id bigint NOT NULL,
    wkb bytea NOT NULL,
    sha256 bytea NOT NULL,
    west double precision NOT NULL,
    south double precision NOT NULL,
    east double precision NOT NULL,
    north double precision NOT NULL,
    approximate boolean NOT NULL,
    source character varying(200) NOT NULL,
    imported_at timestamp with time zone NOT NULL,
    unit_id bigint NOT NULL
);
ALTER TABLE public.territory_unit_area ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.territory_unit_area_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.territory_unit_change (
    id bigint NOT NULL,
    kind character varying(20) NOT NULL,
    share double precision,
    decree character varying(200) NOT NULL,
    changed_on date NOT NULL,
    source character varying(200) NOT NULL,
    from_unit_id bigint NOT NULL,
    to_unit_id bigint NOT NULL,
    CONSTRAINT unit_change_share_is_a_part CHECK (((share IS NULL) OR ((share > (0.0)::double precision) AND (share <= (1.0)::double precision))))
);
ALTER TABLE public.territory_unit_change ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.territory_unit_change_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.territory_unit_group (
    id bigint NOT NULL,
    code character varying(60) NOT NULL,
    name_vi character varying(160) NOT NULL,
    name_en character varying(160) NOT NULL,
    valid_from date NOT NULL,
    valid_to date,
    CONSTRAINT unit_group_ends_after_it_begins CHECK (((valid_to IS NULL) OR (valid_to > valid_from)))
);
ALTER TABLE public.territory_unit_group ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.territory_unit_group_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.territory_unit_group_member (
    id bigint NOT NULL,
    valid_from date NOT NULL,
    valid_to date,
    group_id bigint NOT NULL,
    unit_id bigint NOT NULL,
    CONSTRAINT unit_group_member_ends_after_it_begins CHECK (((valid_to IS NULL) OR (valid_to > valid_from)))
);
ALTER TABLE public.territory_unit_group_member ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.territory_unit_group_member_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
ALTER TABLE public.territory_unit ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.territory_unit_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.territory_unitareaevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    pgh_context jsonb,
    pgh_context_id uuid,
    id bigint NOT NULL,
    sha256 bytea NOT NULL,
    west double precision NOT NULL,
    south double precision NOT NULL,
    east double precision NOT NULL,
    north double precision NOT NULL,
    approximate boolean NOT NULL,
    source character varying(200) NOT NULL,
    imported_at timestamp with time zone NOT NULL,
    pgh_obj_id bigint NOT NULL,
    unit_id bigint NOT NULL
);
ALTER TABLE public.territory_unitareaevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.territory_unitareaevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.territory_unitchangeevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    pgh_context jsonb,
    pgh_context_id uuid,
    id bigint NOT NULL,
    kind character varying(20) NOT NULL,
    share double precision,
    decree character varying(200) NOT NULL,
    changed_on date NOT NULL,
    source character varying(200) NOT NULL,
    from_unit_id bigint NOT NULL,
    pgh_obj_id bigint NOT NULL,
    to_unit_id bigint NOT NULL
);
ALTER TABLE public.territory_unitchangeevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.territory_unitchangeevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.territory_unitevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    pgh_context jsonb,
    pgh_context_id uuid,
    id bigint NOT NULL,
    code character varying(10) NOT NULL,
    level smallint NOT NULL,
    kind character varying(30) NOT NULL,
    name character varying(120) NOT NULL,
    full_name character varying(160) NOT NULL,
    name_en character varying(160) NOT NULL,
    valid_from date NOT NULL,
    valid_to date,
    begin_known boolean NOT NULL,
    decree character varying(200) NOT NULL,
    source character varying(200) NOT NULL,
    lon double precision,
    lat double precision,
    area_km2 double precision,
    search_text text NOT NULL,
    first_id bigint,
    parent_id bigint,
    pgh_obj_id bigint NOT NULL,
    CONSTRAINT territory_unitevent_level_check CHECK ((level >= 0))
);
ALTER TABLE public.territory_unitevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.territory_unitevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.territory_unitgroupevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    pgh_context jsonb,
    pgh_context_id uuid,
    id bigint NOT NULL,
    code character varying(60) NOT NULL,
    name_vi character varying(160) NOT NULL,
    name_en character varying(160) NOT NULL,
    valid_from date NOT NULL,
    valid_to date,
    pgh_obj_id bigint NOT NULL
);
ALTER TABLE public.territory_unitgroupevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.territory_unitgroupevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.territory_unitgroupmemberevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    pgh_context jsonb,
    pgh_context_id uuid,
    id bigint NOT NULL,
    valid_from date NOT NULL,
    valid_to date,
    group_id bigint NOT NULL,
    pgh_obj_id bigint NOT NULL,
    unit_id bigint NOT NULL
);
ALTER TABLE public.territory_unitgroupmemberevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.territory_unitgroupmemberevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.warnings_code_series (
    year smallint NOT NULL,
    last integer NOT NULL,
    CONSTRAINT warnings_code_series_last_check CHECK ((last >= 0)),
    CONSTRAINT warnings_code_series_year_check CHECK ((year >= 0))
);
CREATE TABLE public.warnings_publicwarningevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    pgh_context jsonb,
    pgh_context_id uuid,
    id bigint NOT NULL,
    key uuid NOT NULL,
    code character varying(20) NOT NULL,
    state character varying(10) NOT NULL,
    status character varying(8) NOT NULL,
    kind character varying(6) NOT NULL,
    sender character varying(200) NOT NULL,
    sent timestamp with time zone,
    reason character varying(500) NOT NULL,
    event character varying(40) NOT NULL,
    category character varying(10) NOT NULL,
    responses character varying(10)[] NOT NULL,
    urgency character varying(10) NOT NULL,
    severity character varying(10) NOT NULL,
    certainty character varying(10) NOT NULL,
    onset timestamp with time zone,
    expires timestamp with time zone NOT NULL,
    contact character varying(200) NOT NULL,
    shapes jsonb NOT NULL,
    level smallint,
    bulletin character varying(400) NOT NULL,
    bulletin_number character varying(60) NOT NULL,
    bulletin_issuer character varying(200) NOT NULL,
    bulletin_at timestamp with time zone,
    revision integer NOT NULL,
    drafted_at timestamp with time zone NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    writers bigint[] NOT NULL,
    asked_at timestamp with time zone,
    returned character varying(500) NOT NULL,
    ended_at timestamp with time zone,
    ended_why character varying(10) NOT NULL,
    digest character varying(64) NOT NULL,
    agency_id bigint,
    asked_by_id bigint,
    changed_by_id bigint NOT NULL,
    drafted_by_id bigint NOT NULL,
    follows_id bigint,
    incident_id bigint,
    pgh_obj_id bigint NOT NULL,
    released_by_id bigint,
    CONSTRAINT warnings_publicwarningevent_level_check CHECK ((level >= 0)),
    CONSTRAINT warnings_publicwarningevent_revision_check CHECK ((revision >= 0))
);
ALTER TABLE public.warnings_publicwarningevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.warnings_publicwarningevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.warnings_text (
    id bigint NOT NULL,
    language character varying(2) NOT NULL,
    headline character varying(160) NOT NULL,
    description text NOT NULL,
    instruction text NOT NULL,
    warning_id bigint NOT NULL,
    CONSTRAINT warning_text_is_whole CHECK (((NOT ((headline)::text = ''::text)) AND (NOT (description = ''::text)) AND (NOT (instruction = ''::text))))
);
ALTER TABLE public.warnings_text ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.warnings_text_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.warnings_unit (
    id bigint NOT NULL,
    code character varying(10) NOT NULL,
    valid_from date NOT NULL,
    name character varying(160) NOT NULL,
    name_en character varying(160) NOT NULL,
    unit_id bigint NOT NULL,
    warning_id bigint NOT NULL
);
ALTER TABLE public.warnings_unit ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.warnings_unit_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.warnings_warning (
    id bigint NOT NULL,
    key uuid NOT NULL,
    code character varying(20) NOT NULL,
    state character varying(10) NOT NULL,
    status character varying(8) NOT NULL,
    kind character varying(6) NOT NULL,
    sender character varying(200) NOT NULL,
    sent timestamp with time zone,
    reason character varying(500) NOT NULL,
    event character varying(40) NOT NULL,
    category character varying(10) NOT NULL,
    responses character varying(10)[] NOT NULL,
    urgency character varying(10) NOT NULL,
    severity character varying(10) NOT NULL,
    certainty character varying(10) NOT NULL,
    onset timestamp with time zone,
    expires timestamp with time zone NOT NULL,
    contact character varying(200) NOT NULL,
    shapes jsonb NOT NULL,
    level smallint,
    bulletin character varying(400) NOT NULL,
    bulletin_number character varying(60) NOT NULL,
    bulletin_issuer character varying(200) NOT NULL,
    bulletin_at timestamp with time zone,
    revision integer NOT NULL,
    drafted_at timestamp with time zone NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    writers bigint[] NOT NULL,
    asked_at timestamp with time zone,
    returned character varying(500) NOT NULL,
    ended_at timestamp with time zone,
    ended_why character varying(10) NOT NULL,
    xml bytea,
    digest character varying(64) NOT NULL,
    agency_id bigint,
    asked_by_id bigint,
    changed_by_id bigint NOT NULL,
    drafted_by_id bigint NOT NULL,
    follows_id bigint,
    incident_id bigint,
    released_by_id bigint,
    CONSTRAINT warning_begins_before_it_ends CHECK (((onset IS NULL) OR (onset < expires))),
    CONSTRAINT warning_ended_for_a_reason CHECK (((ended_at IS NULL) OR (((state)::text = 'ended'::text) AND (NOT ((ended_why)::text = ''::text))))),
    CONSTRAINT warning_follows_with_a_reason CHECK ((((follows_id IS NULL) AND ((kind)::text = 'Alert'::text)) OR ((follows_id IS NOT NULL) AND ((kind)::text = ANY ((ARRAY['Update'::character varying, 'Cancel'::character varying])::text[])) AND (NOT ((reason)::text = ''::text))))),
    CONSTRAINT warning_level_has_its_bulletin CHECK (((level IS NULL) OR ((bulletin_at IS NOT NULL) AND (level >= 1) AND (level <= 5) AND (NOT ((bulletin)::text = ''::text)) AND (NOT ((bulletin_number)::text = ''::text))))),
    CONSTRAINT warning_public_is_complete CHECK (((NOT ((state)::text = ANY ((ARRAY['released'::character varying, 'ended'::character varying])::text[]))) OR ((asked_at IS NOT NULL) AND (released_by_id IS NOT NULL) AND (sent IS NOT NULL) AND (xml IS NOT NULL) AND (NOT ((sender)::text = ''::text)) AND (NOT ((digest)::text = ''::text))))),
    CONSTRAINT warning_released_by_a_second_person CHECK (((released_by_id IS NULL) OR ((NOT ((released_by_id = drafted_by_id) AND (released_by_id IS NOT NULL))) AND (NOT ((released_by_id = changed_by_id) AND (released_by_id IS NOT NULL)))))),
    CONSTRAINT warnings_warning_level_check CHECK ((level >= 0)),
    CONSTRAINT warnings_warning_revision_check CHECK ((revision >= 0))
);
ALTER TABLE public.warnings_warning ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.warnings_warning_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.warnings_warningtextevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    pgh_context jsonb,
    pgh_context_id uuid,
    id bigint NOT NULL,
    language character varying(2) NOT NULL,
    headline character varying(160) NOT NULL,
    description text NOT NULL,
    instruction text NOT NULL,
    pgh_obj_id bigint NOT NULL,
    warning_id bigint NOT NULL
);
ALTER TABLE public.warnings_warningtextevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.warnings_warningtextevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.warnings_warningunitevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    pgh_context jsonb,
    pgh_context_id uuid,
    id bigint NOT NULL,
    code character varying(10) NOT NULL,
    valid_from date NOT NULL,
    name character varying(160) NOT NULL,
    name_en character varying(160) NOT NULL,
    pgh_obj_id bigint NOT NULL,
    unit_id bigint NOT NULL,
    warning_id bigint NOT NULL
);
ALTER TABLE public.warnings_warningunitevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.warnings_warningunitevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
ALTER TABLE ONLY public.procrastinate_events ALTER COLUMN id SET DEFAULT nextval('public.procrastinate_events_id_seq'::regclass);
ALTER TABLE ONLY public.procrastinate_jobs ALTER COLUMN id SET DEFAULT nextval('public.procrastinate_jobs_id_seq'::regclass);
ALTER TABLE ONLY public.procrastinate_periodic_defers ALTER COLUMN id SET DEFAULT nextval('public.procrastinate_periodic_defers_id_seq'::regclass);
-- Data for Name: account_emailaddress; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: account_emailconfirmation; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: accounts_accountruleevent; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: accounts_agency; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: accounts_agencyevent; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: accounts_api_key; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: accounts_api_key_units; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: accounts_apikeyevent; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: accounts_apikeyunitevent; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: accounts_login_record; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: accounts_look; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: accounts_look_end; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: accounts_look_purpose; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: accounts_lookpurposeevent; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: accounts_past_password; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: accounts_person; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: accounts_personevent; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: accounts_role; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: accounts_role_grant; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: accounts_roleevent; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: accounts_rolegrantevent; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: accounts_rule; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: auth_group; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: auth_group_permissions; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: auth_permission; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: calls_call; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: calls_callevent; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: calls_calllegevent; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: calls_callruleevent; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: calls_code_series; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: calls_course; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: calls_exchange_event; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: calls_leg; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: calls_line; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: calls_lineevent; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: calls_number_mark; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: calls_numbermarkevent; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: calls_place_link; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: calls_placelinkevent; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: calls_protocol_card; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: calls_protocolcardevent; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: calls_recording_hold; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: calls_recordingholdevent; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: calls_rule; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: calls_service; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: calls_serviceevent; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: calls_street; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: cameras_camera; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: cameras_cameraevent; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: cameras_cameragrantevent; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: cameras_cameraruleevent; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: cameras_grant; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: cameras_health; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: cameras_period; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: cameras_recorder; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: cameras_recorderevent; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: cameras_rule; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: cameras_secret; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: codelists_codelistevent; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: codelists_entry; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: codelists_entryevent; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: codelists_list; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: codelists_release; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: codelists_releaseevent; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: commands_channel; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: commands_channel_secret; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: commands_channelevent; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: commands_command; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: commands_commandevent; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: connectors_import; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: connectors_reject; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: connectors_source; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: connectors_source_message; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: connectors_source_reject; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: connectors_source_run; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: connectors_source_secret; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: connectors_source_standing; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: connectors_sourceevent; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: connectors_taken_content; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: crews_attachment; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: crews_crewdutyevent; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: crews_crewruleevent; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: crews_deed; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: crews_duty; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: crews_rule; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: dispatch_target; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: dispatch_targetevent; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: django_content_type; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: django_migrations; Type: TABLE DATA; Schema: public; Owner: -

INSERT INTO public.django_migrations VALUES (1, 'kernel', '0001_initial', 'epoch');
INSERT INTO public.django_migrations VALUES (2, 'kernel', '0002_cache_and_extensions', 'epoch');
INSERT INTO public.django_migrations VALUES (3, 'territory', '0001_initial', 'epoch');
INSERT INTO public.django_migrations VALUES (4, 'territory', '0002_boxes_and_stamp', 'epoch');
INSERT INTO public.django_migrations VALUES (5, 'accounts', '0001_initial', 'epoch');
INSERT INTO public.django_migrations VALUES (6, 'account', '0001_initial', 'epoch');
INSERT INTO public.django_migrations VALUES (7, 'account', '0002_email_max_length', 'epoch');
INSERT INTO public.django_migrations VALUES (8, 'account', '0003_alter_emailaddress_create_unique_verified_email', 'epoch');
INSERT INTO public.django_migrations VALUES (9, 'account', '0004_alter_emailaddress_drop_unique_email', 'epoch');
INSERT INTO public.django_migrations VALUES (10, 'account', '0005_emailaddress_idx_upper_email', 'epoch');
INSERT INTO public.django_migrations VALUES (11, 'account', '0006_emailaddress_lower', 'epoch');
INSERT INTO public.django_migrations VALUES (12, 'account', '0007_emailaddress_idx_email', 'epoch');
INSERT INTO public.django_migrations VALUES (13, 'account', '0008_emailaddress_unique_primary_email_fixup', 'epoch');
INSERT INTO public.django_migrations VALUES (14, 'account', '0009_emailaddress_unique_primary_email', 'epoch');
INSERT INTO public.django_migrations VALUES (15, 'territory', '0003_imports', 'epoch');
INSERT INTO public.django_migrations VALUES (16, 'accounts', '0002_key_tenants', 'epoch');
INSERT INTO public.django_migrations VALUES (17, 'accounts', '0003_key_scopes_attributes', 'epoch');
INSERT INTO public.django_migrations VALUES (18, 'accounts', '0004_shelving', 'epoch');
INSERT INTO public.django_migrations VALUES (19, 'accounts', '0005_commands', 'epoch');
INSERT INTO public.django_migrations VALUES (20, 'accounts', '0006_figures', 'epoch');
INSERT INTO public.django_migrations VALUES (21, 'accounts', '0007_packs', 'epoch');
INSERT INTO public.django_migrations VALUES (22, 'accounts', '0008_desk', 'epoch');
INSERT INTO public.django_migrations VALUES (23, 'accounts', '0009_telephony_keys', 'epoch');
INSERT INTO public.django_migrations VALUES (24, 'accounts', '0010_warnings', 'epoch');
INSERT INTO public.django_migrations VALUES (25, 'accounts', '0011_officers_day', 'epoch');
INSERT INTO public.django_migrations VALUES (26, 'accounts', '0012_looks', 'epoch');
INSERT INTO public.django_migrations VALUES (27, 'contenttypes', '0001_initial', 'epoch');
INSERT INTO public.django_migrations VALUES (28, 'contenttypes', '0002_remove_content_type_name', 'epoch');
INSERT INTO public.django_migrations VALUES (29, 'auth', '0001_initial', 'epoch');
INSERT INTO public.django_migrations VALUES (30, 'auth', '0002_alter_permission_name_max_length', 'epoch');
INSERT INTO public.django_migrations VALUES (31, 'auth', '0003_alter_user_email_max_length', 'epoch');
INSERT INTO public.django_migrations VALUES (32, 'auth', '0004_alter_user_username_opts', 'epoch');
INSERT INTO public.django_migrations VALUES (33, 'auth', '0005_alter_user_last_login_null', 'epoch');
INSERT INTO public.django_migrations VALUES (34, 'auth', '0006_require_contenttypes_0002', 'epoch');
INSERT INTO public.django_migrations VALUES (35, 'auth', '0007_alter_validators_add_error_messages', 'epoch');
INSERT INTO public.django_migrations VALUES (36, 'auth', '0008_alter_user_username_max_length', 'epoch');
INSERT INTO public.django_migrations VALUES (37, 'auth', '0009_alter_user_last_name_max_length', 'epoch');
INSERT INTO public.django_migrations VALUES (38, 'auth', '0010_alter_group_name_max_length', 'epoch');
INSERT INTO public.django_migrations VALUES (39, 'auth', '0011_update_proxy_permissions', 'epoch');
INSERT INTO public.django_migrations VALUES (40, 'auth', '0012_alter_user_first_name_max_length', 'epoch');
INSERT INTO public.django_migrations VALUES (41, 'rules', '0001_initial', 'epoch');
INSERT INTO public.django_migrations VALUES (42, 'incidents', '0001_initial', 'epoch');
INSERT INTO public.django_migrations VALUES (43, 'incidents', '0002_procedures', 'epoch');
INSERT INTO public.django_migrations VALUES (44, 'incidents', '0003_commands_in_the_log', 'epoch');
INSERT INTO public.django_migrations VALUES (45, 'incidents', '0004_command_and_joining', 'epoch');
INSERT INTO public.django_migrations VALUES (46, 'calls', '0001_initial', 'epoch');
INSERT INTO public.django_migrations VALUES (47, 'calls', '0002_times', 'epoch');
INSERT INTO public.django_migrations VALUES (48, 'calls', '0003_personal_and_search', 'epoch');
INSERT INTO public.django_migrations VALUES (49, 'calls', '0004_understanding', 'epoch');
INSERT INTO public.django_migrations VALUES (50, 'calls', '0005_course_and_privacy', 'epoch');
INSERT INTO public.django_migrations VALUES (51, 'calls', '0006_recordings', 'epoch');
INSERT INTO public.django_migrations VALUES (52, 'cameras', '0001_initial', 'epoch');
INSERT INTO public.django_migrations VALUES (53, 'codelists', '0001_initial', 'epoch');
INSERT INTO public.django_migrations VALUES (54, 'commands', '0001_initial', 'epoch');
INSERT INTO public.django_migrations VALUES (55, 'commands', '0002_channels', 'epoch');
INSERT INTO public.django_migrations VALUES (56, 'connectors', '0001_initial', 'epoch');
INSERT INTO public.django_migrations VALUES (57, 'connectors', '0002_reach', 'epoch');
INSERT INTO public.django_migrations VALUES (58, 'connectors', '0003_runs_and_retention', 'epoch');
INSERT INTO public.django_migrations VALUES (59, 'connectors', '0004_sources', 'epoch');
INSERT INTO public.django_migrations VALUES (60, 'connectors', '0005_taken_refused', 'epoch');
INSERT INTO public.django_migrations VALUES (61, 'connectors', '0006_messages_minutes_places', 'epoch');
INSERT INTO public.django_migrations VALUES (62, 'forces', '0001_initial', 'epoch');
INSERT INTO public.django_migrations VALUES (63, 'forces', '0002_silence', 'epoch');
INSERT INTO public.django_migrations VALUES (64, 'crews', '0001_initial', 'epoch');
INSERT INTO public.django_migrations VALUES (65, 'dispatch', '0001_targets', 'epoch');
INSERT INTO public.django_migrations VALUES (66, 'drills', '0001_initial', 'epoch');
INSERT INTO public.django_migrations VALUES (67, 'duty', '0001_initial', 'epoch');
INSERT INTO public.django_migrations VALUES (68, 'entities', '0001_initial', 'epoch');
INSERT INTO public.django_migrations VALUES (69, 'entities', '0002_indexes', 'epoch');
INSERT INTO public.django_migrations VALUES (70, 'entities', '0003_contexts', 'epoch');
INSERT INTO public.django_migrations VALUES (71, 'entities', '0004_subscriptions', 'epoch');
INSERT INTO public.django_migrations VALUES (72, 'entities', '0005_log_of_heads', 'epoch');
INSERT INTO public.django_migrations VALUES (73, 'entities', '0006_history_by_record', 'epoch');
INSERT INTO public.django_migrations VALUES (74, 'entities', '0007_words', 'epoch');
INSERT INTO public.django_migrations VALUES (75, 'entities', '0008_declared_types', 'epoch');
INSERT INTO public.django_migrations VALUES (76, 'entities', '0009_acts', 'epoch');
INSERT INTO public.django_migrations VALUES (77, 'entities', '0010_shapes', 'epoch');
INSERT INTO public.django_migrations VALUES (78, 'entities', '0011_context_keys', 'epoch');
INSERT INTO public.django_migrations VALUES (79, 'entities', '0012_context_tenants', 'epoch');
INSERT INTO public.django_migrations VALUES (80, 'entities', '0013_heads', 'epoch');
INSERT INTO public.django_migrations VALUES (81, 'entities', '0014_scope_roots', 'epoch');
INSERT INTO public.django_migrations VALUES (82, 'tasks', '0001_initial', 'epoch');
INSERT INTO public.django_migrations VALUES (83, 'incidents', '0005_owed_steps', 'epoch');
INSERT INTO public.django_migrations VALUES (84, 'indicators', '0001_initial', 'epoch');
INSERT INTO public.django_migrations VALUES (85, 'indicators', '0002_places_as_entities_have_them', 'epoch');
INSERT INTO public.django_migrations VALUES (86, 'kernel', '0003_heartbeat', 'epoch');
INSERT INTO public.django_migrations VALUES (87, 'kernel', '0004_audit', 'epoch');
INSERT INTO public.django_migrations VALUES (88, 'kernel', '0005_counts', 'epoch');
INSERT INTO public.django_migrations VALUES (89, 'kernel', '0006_retention', 'epoch');
INSERT INTO public.django_migrations VALUES (90, 'kernel', '0007_vietnamese_order', 'epoch');
INSERT INTO public.django_migrations VALUES (91, 'mfa', '0001_initial', 'epoch');
INSERT INTO public.django_migrations VALUES (92, 'mfa', '0002_authenticator_timestamps', 'epoch');
INSERT INTO public.django_migrations VALUES (93, 'mfa', '0003_authenticator_type_uniq', 'epoch');
INSERT INTO public.django_migrations VALUES (94, 'notify', '0001_initial', 'epoch');
INSERT INTO public.django_migrations VALUES (95, 'packs', '0001_initial', 'epoch');
INSERT INTO public.django_migrations VALUES (96, 'packs', '0002_editions', 'epoch');
INSERT INTO public.django_migrations VALUES (97, 'packs', '0003_handed_in', 'epoch');
INSERT INTO public.django_migrations VALUES (98, 'pghistory', '0001_initial', 'epoch');
INSERT INTO public.django_migrations VALUES (99, 'pghistory', '0002_aggregateevent', 'epoch');
INSERT INTO public.django_migrations VALUES (100, 'pghistory', '0003_auto_20201023_1636', 'epoch');
INSERT INTO public.django_migrations VALUES (101, 'pghistory', '0004_auto_20220906_1625', 'epoch');
INSERT INTO public.django_migrations VALUES (102, 'pghistory', '0005_events_middlewareevents', 'epoch');
INSERT INTO public.django_migrations VALUES (103, 'pghistory', '0006_delete_aggregateevent', 'epoch');
INSERT INTO public.django_migrations VALUES (104, 'pghistory', '0007_auto_20250421_0444', 'epoch');
INSERT INTO public.django_migrations VALUES (105, 'procrastinate', '0001_initial', 'epoch');
INSERT INTO public.django_migrations VALUES (106, 'procrastinate', '0002_drop_started_at_column', 'epoch');
INSERT INTO public.django_migrations VALUES (107, 'procrastinate', '0003_drop_started_at_column', 'epoch');
INSERT INTO public.django_migrations VALUES (108, 'procrastinate', '0004_drop_procrastinate_version_table', 'epoch');
INSERT INTO public.django_migrations VALUES (109, 'procrastinate', '0005_fix_procrastinate_fetch_job', 'epoch');
INSERT INTO public.django_migrations VALUES (110, 'procrastinate', '0006_fix_trigger_status_events_insert', 'epoch');
INSERT INTO public.django_migrations VALUES (111, 'procrastinate', '0007_add_queueing_lock_column', 'epoch');
INSERT INTO public.django_migrations VALUES (112, 'procrastinate', '0008_close_fetch_job_race_condition', 'epoch');
INSERT INTO public.django_migrations VALUES (113, 'procrastinate', '0009_add_defer_job_function', 'epoch');
INSERT INTO public.django_migrations VALUES (114, 'procrastinate', '0010_add_procrastinate_periodic_defers', 'epoch');
INSERT INTO public.django_migrations VALUES (115, 'procrastinate', '0011_add_foreign_key_index', 'epoch');
INSERT INTO public.django_migrations VALUES (116, 'procrastinate', '0012_add_locks_to_periodic_defer', 'epoch');
INSERT INTO public.django_migrations VALUES (117, 'procrastinate', '0013_fix_procrastinate_defer_periodic_job', 'epoch');
INSERT INTO public.django_migrations VALUES (118, 'procrastinate', '0014_add_finish_job_and_retry_job_functions', 'epoch');
INSERT INTO public.django_migrations VALUES (119, 'procrastinate', '0015_add_trigger_on_job_deletion', 'epoch');
INSERT INTO public.django_migrations VALUES (120, 'procrastinate', '0016_delete_finished_jobs', 'epoch');
INSERT INTO public.django_migrations VALUES (121, 'procrastinate', '0017_add_checks_to_finish_job', 'epoch');
INSERT INTO public.django_migrations VALUES (122, 'procrastinate', '0018_add_checks_to_retry_job', 'epoch');
INSERT INTO public.django_migrations VALUES (123, 'procrastinate', '0019_fix_finish_job_compat_issue', 'epoch');
INSERT INTO public.django_migrations VALUES (124, 'procrastinate', '0020_add_index_on_procrastinate_jobs', 'epoch');
INSERT INTO public.django_migrations VALUES (125, 'procrastinate', '0021_add_kwargs_to_defer_periodic_job', 'epoch');
INSERT INTO public.django_migrations VALUES (126, 'procrastinate', '0022_null_locks_excluded', 'epoch');
INSERT INTO public.django_migrations VALUES (127, 'procrastinate', '0023_remove_old_finish_job_function', 'epoch');
INSERT INTO public.django_migrations VALUES (128, 'procrastinate', '0024_job_id_bigint', 'epoch');
INSERT INTO public.django_migrations VALUES (129, 'procrastinate', '0025_add_models', 'epoch');
INSERT INTO public.django_migrations VALUES (130, 'procrastinate', '0026_add_job_priority', 'epoch');
INSERT INTO public.django_migrations VALUES (131, 'procrastinate', '0027_add_periodic_job_priority', 'epoch');
INSERT INTO public.django_migrations VALUES (132, 'procrastinate', '0028_add_cancel_states', 'epoch');
INSERT INTO public.django_migrations VALUES (133, 'procrastinate', '0029_add_additional_params_to_retry_job', 'epoch');
INSERT INTO public.django_migrations VALUES (134, 'procrastinate', '0030_alter_procrastinateevent_options', 'epoch');
INSERT INTO public.django_migrations VALUES (135, 'procrastinate', '0031_add_indexes_for_fetch_job', 'epoch');
INSERT INTO public.django_migrations VALUES (136, 'procrastinate', '0032_pre_cancel_notification', 'epoch');
INSERT INTO public.django_migrations VALUES (137, 'procrastinate', '0033_post_cancel_notification', 'epoch');
INSERT INTO public.django_migrations VALUES (138, 'procrastinate', '0034_pre_add_heartbeat', 'epoch');
INSERT INTO public.django_migrations VALUES (139, 'procrastinate', '0035_post_add_heartbeat', 'epoch');
INSERT INTO public.django_migrations VALUES (140, 'procrastinate', '0036_add_worker_model', 'epoch');
INSERT INTO public.django_migrations VALUES (141, 'procrastinate', '0037_pre_batch_defer_jobs', 'epoch');
INSERT INTO public.django_migrations VALUES (142, 'procrastinate', '0038_post_batch_defer_jobs', 'epoch');
INSERT INTO public.django_migrations VALUES (143, 'procrastinate', '0039_pre_priority_lock_fetch_job', 'epoch');
INSERT INTO public.django_migrations VALUES (144, 'procrastinate', '0040_pre_retry_failed_job', 'epoch');
INSERT INTO public.django_migrations VALUES (145, 'procrastinate', '0041_post_retry_failed_job', 'epoch');
INSERT INTO public.django_migrations VALUES (146, 'rules', '0002_withdrawn', 'epoch');
INSERT INTO public.django_migrations VALUES (147, 'rules', '0003_dry_run', 'epoch');
INSERT INTO public.django_migrations VALUES (148, 'rules', '0004_alarm_life', 'epoch');
INSERT INTO public.django_migrations VALUES (149, 'rules', '0005_conditions', 'epoch');
INSERT INTO public.django_migrations VALUES (150, 'rules', '0006_aside_ends', 'epoch');
INSERT INTO public.django_migrations VALUES (151, 'rules', '0007_formulas', 'epoch');
INSERT INTO public.django_migrations VALUES (152, 'sessions', '0001_initial', 'epoch');
INSERT INTO public.django_migrations VALUES (153, 'shiftbook', '0001_initial', 'epoch');
INSERT INTO public.django_migrations VALUES (154, 'streams', '0001_initial', 'epoch');
INSERT INTO public.django_migrations VALUES (155, 'streams', '0002_set_aside', 'epoch');
INSERT INTO public.django_migrations VALUES (156, 'streams', '0003_mended', 'epoch');
INSERT INTO public.django_migrations VALUES (157, 'warnings', '0001_initial', 'epoch');
-- Data for Name: django_session; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: drills_done; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: drills_drill; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: drills_drillevent; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: drills_play; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: duty_hush; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: duty_override; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: duty_overrideevent; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: duty_pattern; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: duty_pattern_place; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: duty_patternevent; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: duty_patternplaceevent; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: duty_policy; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: duty_policyevent; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: duty_roster; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: duty_rosterevent; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: duty_route; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: duty_routeevent; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: duty_run; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: duty_run_line; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: duty_runevent; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: duty_step; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: duty_stepevent; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: duty_swap; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: duty_swapevent; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: entities_act; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: entities_attribute; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: entities_complaint; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: entities_context; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: entities_declared_type; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: entities_entity; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: entities_flush; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: entities_head; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: entities_notification; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: entities_source; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: entities_subscription; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: entities_subscription_cursor; Type: TABLE DATA; Schema: public; Owner: -

INSERT INTO public.entities_subscription_cursor VALUES (true, 0, 0);
-- Data for Name: entities_subscription_state; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: entities_tenant; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: entities_term; Type: TABLE DATA; Schema: public; Owner: -

INSERT INTO public.entities_term OVERRIDING SYSTEM VALUE VALUES (1, 'https://uri.etsi.org/ngsi-ld/default-context/name', DEFAULT);
INSERT INTO public.entities_term OVERRIDING SYSTEM VALUE VALUES (2, 'https://smartdatamodels.org/name', DEFAULT);
INSERT INTO public.entities_term OVERRIDING SYSTEM VALUE VALUES (3, 'https://schema.org/name', DEFAULT);
INSERT INTO public.entities_term OVERRIDING SYSTEM VALUE VALUES (4, 'http://schema.org/name', DEFAULT);
-- Data for Name: entities_words; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: forces_assignment; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: forces_assignmentevent; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: forces_check_in; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: forces_checkinevent; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: forces_force; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: forces_forceevent; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: forces_log; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: forces_run_card; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: forces_runcardevent; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: incidents_alarm; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: incidents_code_series; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: incidents_command_role; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: incidents_commandroleevent; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: incidents_entity; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: incidents_held_role; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: incidents_heldroleevent; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: incidents_incident; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: incidents_incident_procedure; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: incidents_incidentalarmevent; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: incidents_incidententityevent; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: incidents_incidentevent; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: incidents_incidentlegevent; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: incidents_incidentlinkevent; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: incidents_incidentmergeevent; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: incidents_incidentprocedureevent; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: incidents_incidentsourceevent; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: incidents_incidentstepevent; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: incidents_leg; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: incidents_link; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: incidents_log; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: incidents_merge; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: incidents_procedure; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: incidents_procedureevent; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: incidents_source; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: incidents_step; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: indicators_cursor; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: indicators_due; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: indicators_figure; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: indicators_indicator; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: indicators_indicatorevent; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: indicators_report; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: indicators_reportevent; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: kernel_audit_block; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: kernel_audit_entry; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: kernel_cache; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: kernel_event; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: kernel_event_cursor; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: kernel_event_failure; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: kernel_eventfailureevent; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: kernel_heartbeat; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: kernel_retention_rule; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: kernel_retentionruleevent; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: mfa_authenticator; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: notify_address; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: notify_addressevent; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: notify_channel; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: notify_channel_secret; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: notify_channel_standing; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: notify_channelevent; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: notify_delivery; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: notify_message; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: notify_notifyruleevent; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: notify_preference; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: notify_preferenceevent; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: notify_receipt; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: notify_rule; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: notify_shown; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: packs_edition; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: packs_loaded_pack; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: packs_loadedpackevent; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: packs_proposal; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: pghistory_context; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: procrastinate_events; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: procrastinate_jobs; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: procrastinate_periodic_defers; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: procrastinate_workers; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: rules_alarm; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: rules_alarm_comment; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: rules_alarm_guide; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: rules_alarm_link; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: rules_alarmcommentevent; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: rules_alarmevent; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: rules_alarmguideevent; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: rules_alarmlinkevent; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: rules_cursor; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: rules_decided_day; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: rules_decideddayevent; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: rules_derived_due; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: rules_dry_run; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: rules_formula; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: rules_formula_due; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: rules_gathering; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: rules_occurrence; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: rules_part; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: rules_rule; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: rules_ruleevent; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: rules_schedule; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: rules_scheduleevent; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: rules_set_aside; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: rules_setasideevent; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: rules_state; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: rules_stream_clock; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: shiftbook_code_series; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: shiftbook_desk; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: shiftbook_deskevent; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: shiftbook_handover; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: shiftbook_handover_item; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: shiftbook_handoverevent; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: shiftbook_line; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: shiftbook_rule; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: shiftbook_shift; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: shiftbook_shiftevent; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: shiftbook_shiftruleevent; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: streams_dead_letter; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: streams_position; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: tasks_code_series; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: tasks_extension; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: tasks_extensionevent; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: tasks_line; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: tasks_owed; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: tasks_part; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: tasks_task; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: tasks_taskevent; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: tasks_taskpartevent; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: territory_import; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: territory_stamp; Type: TABLE DATA; Schema: public; Owner: -

INSERT INTO public.territory_stamp VALUES (true, '00000000-0000-0000-0000-000000000000', 'epoch');
-- Data for Name: territory_unit; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: territory_unit_area; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: territory_unit_change; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: territory_unit_group; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: territory_unit_group_member; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: territory_unitareaevent; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: territory_unitchangeevent; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: territory_unitevent; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: territory_unitgroupevent; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: territory_unitgroupmemberevent; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: warnings_code_series; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: warnings_publicwarningevent; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: warnings_text; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: warnings_unit; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: warnings_warning; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: warnings_warningtextevent; Type: TABLE DATA; Schema: public; Owner: -
-- Data for Name: warnings_warningunitevent; Type: TABLE DATA; Schema: public; Owner: -
SELECT pg_catalog.setval('public.account_emailaddress_id_seq', 1, false);
SELECT pg_catalog.setval('public.account_emailconfirmation_id_seq', 1, false);
SELECT pg_catalog.setval('public.accounts_accountruleevent_pgh_id_seq', 1, false);
SELECT pg_catalog.setval('public.accounts_agency_id_seq', 1, false);
SELECT pg_catalog.setval('public.accounts_agencyevent_pgh_id_seq', 1, false);
SELECT pg_catalog.setval('public.accounts_api_key_units_id_seq', 1, false);
SELECT pg_catalog.setval('public.accounts_apikeyevent_pgh_id_seq', 1, false);
SELECT pg_catalog.setval('public.accounts_apikeyunitevent_pgh_id_seq', 1, false);
SELECT pg_catalog.setval('public.accounts_login_record_id_seq', 1, false);
SELECT pg_catalog.setval('public.accounts_look_id_seq', 1, false);
SELECT pg_catalog.setval('public.accounts_look_purpose_id_seq', 1, false);
SELECT pg_catalog.setval('public.accounts_lookpurposeevent_pgh_id_seq', 1, false);
SELECT pg_catalog.setval('public.accounts_past_password_id_seq', 1, false);
SELECT pg_catalog.setval('public.accounts_person_id_seq', 1, false);
SELECT pg_catalog.setval('public.accounts_personevent_pgh_id_seq', 1, false);
SELECT pg_catalog.setval('public.accounts_role_grant_id_seq', 1, false);
SELECT pg_catalog.setval('public.accounts_role_id_seq', 1, false);
SELECT pg_catalog.setval('public.accounts_roleevent_pgh_id_seq', 1, false);
SELECT pg_catalog.setval('public.accounts_rolegrantevent_pgh_id_seq', 1, false);
SELECT pg_catalog.setval('public.accounts_rule_id_seq', 1, false);
SELECT pg_catalog.setval('public.auth_group_id_seq', 1, false);
SELECT pg_catalog.setval('public.auth_group_permissions_id_seq', 1, false);
SELECT pg_catalog.setval('public.auth_permission_id_seq', 1, false);
SELECT pg_catalog.setval('public.calls_call_id_seq', 1, false);
SELECT pg_catalog.setval('public.calls_callevent_pgh_id_seq', 1, false);
SELECT pg_catalog.setval('public.calls_calllegevent_pgh_id_seq', 1, false);
SELECT pg_catalog.setval('public.calls_callruleevent_pgh_id_seq', 1, false);
SELECT pg_catalog.setval('public.calls_exchange_event_id_seq', 1, false);
SELECT pg_catalog.setval('public.calls_leg_id_seq', 1, false);
SELECT pg_catalog.setval('public.calls_line_id_seq', 1, false);
SELECT pg_catalog.setval('public.calls_lineevent_pgh_id_seq', 1, false);
SELECT pg_catalog.setval('public.calls_number_mark_id_seq', 1, false);
SELECT pg_catalog.setval('public.calls_numbermarkevent_pgh_id_seq', 1, false);
SELECT pg_catalog.setval('public.calls_place_link_id_seq', 1, false);
SELECT pg_catalog.setval('public.calls_placelinkevent_pgh_id_seq', 1, false);
SELECT pg_catalog.setval('public.calls_protocol_card_id_seq', 1, false);
SELECT pg_catalog.setval('public.calls_protocolcardevent_pgh_id_seq', 1, false);
SELECT pg_catalog.setval('public.calls_recording_hold_id_seq', 1, false);
SELECT pg_catalog.setval('public.calls_recordingholdevent_pgh_id_seq', 1, false);
SELECT pg_catalog.setval('public.calls_rule_id_seq', 1, false);
SELECT pg_catalog.setval('public.calls_service_id_seq', 1, false);
SELECT pg_catalog.setval('public.calls_serviceevent_pgh_id_seq', 1, false);
SELECT pg_catalog.setval('public.calls_street_id_seq', 1, false);
SELECT pg_catalog.setval('public.cameras_camera_id_seq', 1, false);
SELECT pg_catalog.setval('public.cameras_cameraevent_pgh_id_seq', 1, false);
SELECT pg_catalog.setval('public.cameras_cameragrantevent_pgh_id_seq', 1, false);
SELECT pg_catalog.setval('public.cameras_cameraruleevent_pgh_id_seq', 1, false);
SELECT pg_catalog.setval('public.cameras_grant_id_seq', 1, false);
SELECT pg_catalog.setval('public.cameras_period_id_seq', 1, false);
SELECT pg_catalog.setval('public.cameras_recorder_id_seq', 1, false);
SELECT pg_catalog.setval('public.cameras_recorderevent_pgh_id_seq', 1, false);
SELECT pg_catalog.setval('public.cameras_rule_id_seq', 1, false);
SELECT pg_catalog.setval('public.codelists_codelistevent_pgh_id_seq', 1, false);
SELECT pg_catalog.setval('public.codelists_entry_id_seq', 1, false);
SELECT pg_catalog.setval('public.codelists_entryevent_pgh_id_seq', 1, false);
SELECT pg_catalog.setval('public.codelists_list_id_seq', 1, false);
SELECT pg_catalog.setval('public.codelists_release_id_seq', 1, false);
SELECT pg_catalog.setval('public.codelists_releaseevent_pgh_id_seq', 1, false);
SELECT pg_catalog.setval('public.commands_channel_id_seq', 1, false);
SELECT pg_catalog.setval('public.commands_channel_secret_id_seq', 1, false);
SELECT pg_catalog.setval('public.commands_channelevent_pgh_id_seq', 1, false);
SELECT pg_catalog.setval('public.commands_command_id_seq', 1, false);
SELECT pg_catalog.setval('public.commands_commandevent_pgh_id_seq', 1, false);
SELECT pg_catalog.setval('public.connectors_import_id_seq', 1, false);
SELECT pg_catalog.setval('public.connectors_reject_id_seq', 1, false);
SELECT pg_catalog.setval('public.connectors_source_id_seq', 1, false);
SELECT pg_catalog.setval('public.connectors_source_message_id_seq', 1, false);
SELECT pg_catalog.setval('public.connectors_source_reject_id_seq', 1, false);
SELECT pg_catalog.setval('public.connectors_source_run_id_seq', 1, false);
SELECT pg_catalog.setval('public.connectors_source_secret_id_seq', 1, false);
SELECT pg_catalog.setval('public.connectors_sourceevent_pgh_id_seq', 1, false);
SELECT pg_catalog.setval('public.connectors_taken_content_id_seq', 1, false);
SELECT pg_catalog.setval('public.crews_attachment_id_seq', 1, false);
SELECT pg_catalog.setval('public.crews_crewdutyevent_pgh_id_seq', 1, false);
SELECT pg_catalog.setval('public.crews_crewruleevent_pgh_id_seq', 1, false);
SELECT pg_catalog.setval('public.crews_deed_id_seq', 1, false);
SELECT pg_catalog.setval('public.crews_duty_id_seq', 1, false);
SELECT pg_catalog.setval('public.crews_rule_id_seq', 1, false);
SELECT pg_catalog.setval('public.dispatch_target_id_seq', 1, false);
SELECT pg_catalog.setval('public.dispatch_targetevent_pgh_id_seq', 1, false);
SELECT pg_catalog.setval('public.django_content_type_id_seq', 1, false);
SELECT pg_catalog.setval('public.django_migrations_id_seq', 157, true);
SELECT pg_catalog.setval('public.drills_drill_id_seq', 1, false);
SELECT pg_catalog.setval('public.drills_drillevent_pgh_id_seq', 1, false);
SELECT pg_catalog.setval('public.duty_hush_id_seq', 1, false);
SELECT pg_catalog.setval('public.duty_override_id_seq', 1, false);
SELECT pg_catalog.setval('public.duty_overrideevent_pgh_id_seq', 1, false);
SELECT pg_catalog.setval('public.duty_pattern_id_seq', 1, false);
SELECT pg_catalog.setval('public.duty_pattern_place_id_seq', 1, false);
SELECT pg_catalog.setval('public.duty_patternevent_pgh_id_seq', 1, false);
SELECT pg_catalog.setval('public.duty_patternplaceevent_pgh_id_seq', 1, false);
SELECT pg_catalog.setval('public.duty_policy_id_seq', 1, false);
SELECT pg_catalog.setval('public.duty_policyevent_pgh_id_seq', 1, false);
SELECT pg_catalog.setval('public.duty_roster_id_seq', 1, false);
SELECT pg_catalog.setval('public.duty_rosterevent_pgh_id_seq', 1, false);
SELECT pg_catalog.setval('public.duty_route_id_seq', 1, false);
SELECT pg_catalog.setval('public.duty_routeevent_pgh_id_seq', 1, false);
SELECT pg_catalog.setval('public.duty_run_id_seq', 1, false);
SELECT pg_catalog.setval('public.duty_run_line_id_seq', 1, false);
SELECT pg_catalog.setval('public.duty_runevent_pgh_id_seq', 1, false);
SELECT pg_catalog.setval('public.duty_step_id_seq', 1, false);
SELECT pg_catalog.setval('public.duty_stepevent_pgh_id_seq', 1, false);
SELECT pg_catalog.setval('public.duty_swap_id_seq', 1, false);
SELECT pg_catalog.setval('public.duty_swapevent_pgh_id_seq', 1, false);
SELECT pg_catalog.setval('public.entities_act_id_seq', 1, false);
SELECT pg_catalog.setval('public.entities_declared_type_revision', 1, false);
SELECT pg_catalog.setval('public.entities_entity_id_seq', 1, false);
SELECT pg_catalog.setval('public.entities_flush_id_seq', 1, false);
SELECT pg_catalog.setval('public.entities_notification_id_seq', 1, false);
SELECT pg_catalog.setval('public.entities_source_id_seq', 1, false);
SELECT pg_catalog.setval('public.entities_subscription_id_seq', 1, false);
SELECT pg_catalog.setval('public.entities_subscription_revision', 1, false);
SELECT pg_catalog.setval('public.entities_tenant_id_seq', 1, false);
SELECT pg_catalog.setval('public.entities_term_id_seq', 4, true);
SELECT pg_catalog.setval('public.forces_assignment_id_seq', 1, false);
SELECT pg_catalog.setval('public.forces_assignmentevent_pgh_id_seq', 1, false);
SELECT pg_catalog.setval('public.forces_check_in_id_seq', 1, false);
SELECT pg_catalog.setval('public.forces_checkinevent_pgh_id_seq', 1, false);
SELECT pg_catalog.setval('public.forces_force_id_seq', 1, false);
SELECT pg_catalog.setval('public.forces_forceevent_pgh_id_seq', 1, false);
SELECT pg_catalog.setval('public.forces_log_id_seq', 1, false);
SELECT pg_catalog.setval('public.forces_run_card_id_seq', 1, false);
SELECT pg_catalog.setval('public.forces_runcardevent_pgh_id_seq', 1, false);
SELECT pg_catalog.setval('public.incidents_alarm_id_seq', 1, false);
SELECT pg_catalog.setval('public.incidents_command_role_id_seq', 1, false);
SELECT pg_catalog.setval('public.incidents_commandroleevent_pgh_id_seq', 1, false);
SELECT pg_catalog.setval('public.incidents_entity_id_seq', 1, false);
SELECT pg_catalog.setval('public.incidents_held_role_id_seq', 1, false);
SELECT pg_catalog.setval('public.incidents_heldroleevent_pgh_id_seq', 1, false);
SELECT pg_catalog.setval('public.incidents_incident_id_seq', 1, false);
SELECT pg_catalog.setval('public.incidents_incident_procedure_id_seq', 1, false);
SELECT pg_catalog.setval('public.incidents_incidentalarmevent_pgh_id_seq', 1, false);
SELECT pg_catalog.setval('public.incidents_incidententityevent_pgh_id_seq', 1, false);
SELECT pg_catalog.setval('public.incidents_incidentevent_pgh_id_seq', 1, false);
SELECT pg_catalog.setval('public.incidents_incidentlegevent_pgh_id_seq', 1, false);
SELECT pg_catalog.setval('public.incidents_incidentlinkevent_pgh_id_seq', 1, false);
SELECT pg_catalog.setval('public.incidents_incidentmergeevent_pgh_id_seq', 1, false);
SELECT pg_catalog.setval('public.incidents_incidentprocedureevent_pgh_id_seq', 1, false);
SELECT pg_catalog.setval('public.incidents_incidentsourceevent_pgh_id_seq', 1, false);
SELECT pg_catalog.setval('public.incidents_incidentstepevent_pgh_id_seq', 1, false);
SELECT pg_catalog.setval('public.incidents_leg_id_seq', 1, false);
SELECT pg_catalog.setval('public.incidents_link_id_seq', 1, false);
SELECT pg_catalog.setval('public.incidents_log_id_seq', 1, false);
SELECT pg_catalog.setval('public.incidents_merge_id_seq', 1, false);
SELECT pg_catalog.setval('public.incidents_procedure_id_seq', 1, false);
SELECT pg_catalog.setval('public.incidents_procedureevent_pgh_id_seq', 1, false);
SELECT pg_catalog.setval('public.incidents_source_id_seq', 1, false);
SELECT pg_catalog.setval('public.incidents_step_id_seq', 1, false);
SELECT pg_catalog.setval('public.indicators_due_id_seq', 1, false);
SELECT pg_catalog.setval('public.indicators_figure_id_seq', 1, false);
SELECT pg_catalog.setval('public.indicators_indicator_id_seq', 1, false);
SELECT pg_catalog.setval('public.indicators_indicatorevent_pgh_id_seq', 1, false);
SELECT pg_catalog.setval('public.indicators_report_id_seq', 1, false);
SELECT pg_catalog.setval('public.indicators_reportevent_pgh_id_seq', 1, false);
SELECT pg_catalog.setval('public.kernel_audit_entry_id_seq', 1, false);
SELECT pg_catalog.setval('public.kernel_event_failure_id_seq', 1, false);
SELECT pg_catalog.setval('public.kernel_event_id_seq', 1, false);
SELECT pg_catalog.setval('public.kernel_eventfailureevent_pgh_id_seq', 1, false);
SELECT pg_catalog.setval('public.kernel_retention_rule_id_seq', 1, false);
SELECT pg_catalog.setval('public.kernel_retentionruleevent_pgh_id_seq', 1, false);
SELECT pg_catalog.setval('public.mfa_authenticator_id_seq', 1, false);
SELECT pg_catalog.setval('public.notify_address_id_seq', 1, false);
SELECT pg_catalog.setval('public.notify_addressevent_pgh_id_seq', 1, false);
SELECT pg_catalog.setval('public.notify_channel_id_seq', 1, false);
SELECT pg_catalog.setval('public.notify_channel_secret_id_seq', 1, false);
SELECT pg_catalog.setval('public.notify_channelevent_pgh_id_seq', 1, false);
SELECT pg_catalog.setval('public.notify_delivery_id_seq', 1, false);
SELECT pg_catalog.setval('public.notify_message_id_seq', 1, false);
SELECT pg_catalog.setval('public.notify_notifyruleevent_pgh_id_seq', 1, false);
SELECT pg_catalog.setval('public.notify_preference_id_seq', 1, false);
SELECT pg_catalog.setval('public.notify_preferenceevent_pgh_id_seq', 1, false);
SELECT pg_catalog.setval('public.notify_receipt_id_seq', 1, false);
SELECT pg_catalog.setval('public.notify_rule_id_seq', 1, false);
SELECT pg_catalog.setval('public.notify_shown_id_seq', 1, false);
SELECT pg_catalog.setval('public.packs_edition_id_seq', 1, false);
SELECT pg_catalog.setval('public.packs_loadedpackevent_pgh_id_seq', 1, false);
SELECT pg_catalog.setval('public.packs_proposal_id_seq', 1, false);
SELECT pg_catalog.setval('public.procrastinate_events_id_seq', 1, false);
SELECT pg_catalog.setval('public.procrastinate_jobs_id_seq', 1, false);
SELECT pg_catalog.setval('public.procrastinate_periodic_defers_id_seq', 1, false);
SELECT pg_catalog.setval('public.procrastinate_workers_id_seq', 1, false);
SELECT pg_catalog.setval('public.rules_alarm_comment_id_seq', 1, false);
SELECT pg_catalog.setval('public.rules_alarm_guide_id_seq', 1, false);
SELECT pg_catalog.setval('public.rules_alarm_id_seq', 1, false);
SELECT pg_catalog.setval('public.rules_alarm_link_id_seq', 1, false);
SELECT pg_catalog.setval('public.rules_alarmcommentevent_pgh_id_seq', 1, false);
SELECT pg_catalog.setval('public.rules_alarmevent_pgh_id_seq', 1, false);
SELECT pg_catalog.setval('public.rules_alarmguideevent_pgh_id_seq', 1, false);
SELECT pg_catalog.setval('public.rules_alarmlinkevent_pgh_id_seq', 1, false);
SELECT pg_catalog.setval('public.rules_decided_day_id_seq', 1, false);
SELECT pg_catalog.setval('public.rules_decideddayevent_pgh_id_seq', 1, false);
SELECT pg_catalog.setval('public.rules_dry_run_id_seq', 1, false);
SELECT pg_catalog.setval('public.rules_formula_id_seq', 1, false);
SELECT pg_catalog.setval('public.rules_occurrence_id_seq', 1, false);
SELECT pg_catalog.setval('public.rules_rule_id_seq', 1, false);
SELECT pg_catalog.setval('public.rules_ruleevent_pgh_id_seq', 1, false);
SELECT pg_catalog.setval('public.rules_schedule_id_seq', 1, false);
SELECT pg_catalog.setval('public.rules_scheduleevent_pgh_id_seq', 1, false);
SELECT pg_catalog.setval('public.rules_set_aside_id_seq', 1, false);
SELECT pg_catalog.setval('public.rules_setasideevent_pgh_id_seq', 1, false);
SELECT pg_catalog.setval('public.shiftbook_desk_id_seq', 1, false);
SELECT pg_catalog.setval('public.shiftbook_deskevent_pgh_id_seq', 1, false);
SELECT pg_catalog.setval('public.shiftbook_handover_id_seq', 1, false);
SELECT pg_catalog.setval('public.shiftbook_handover_item_id_seq', 1, false);
SELECT pg_catalog.setval('public.shiftbook_handoverevent_pgh_id_seq', 1, false);
SELECT pg_catalog.setval('public.shiftbook_line_id_seq', 1, false);
SELECT pg_catalog.setval('public.shiftbook_rule_id_seq', 1, false);
SELECT pg_catalog.setval('public.shiftbook_shift_id_seq', 1, false);
SELECT pg_catalog.setval('public.shiftbook_shiftevent_pgh_id_seq', 1, false);
SELECT pg_catalog.setval('public.shiftbook_shiftruleevent_pgh_id_seq', 1, false);
SELECT pg_catalog.setval('public.streams_dead_letter_id_seq', 1, false);
SELECT pg_catalog.setval('public.tasks_extension_id_seq', 1, false);
SELECT pg_catalog.setval('public.tasks_extensionevent_pgh_id_seq', 1, false);
SELECT pg_catalog.setval('public.tasks_line_id_seq', 1, false);
SELECT pg_catalog.setval('public.tasks_owed_id_seq', 1, false);
SELECT pg_catalog.setval('public.tasks_part_id_seq', 1, false);
SELECT pg_catalog.setval('public.tasks_task_id_seq', 1, false);
SELECT pg_catalog.setval('public.tasks_taskevent_pgh_id_seq', 1, false);
SELECT pg_catalog.setval('public.tasks_taskpartevent_pgh_id_seq', 1, false);
SELECT pg_catalog.setval('public.territory_import_id_seq', 1, false);
SELECT pg_catalog.setval('public.territory_unit_area_id_seq', 1, false);
SELECT pg_catalog.setval('public.territory_unit_change_id_seq', 1, false);
SELECT pg_catalog.setval('public.territory_unit_group_id_seq', 1, false);
SELECT pg_catalog.setval('public.territory_unit_group_member_id_seq', 1, false);
SELECT pg_catalog.setval('public.territory_unit_id_seq', 1, false);
SELECT pg_catalog.setval('public.territory_unitareaevent_pgh_id_seq', 1, false);
SELECT pg_catalog.setval('public.territory_unitchangeevent_pgh_id_seq', 1, false);
SELECT pg_catalog.setval('public.territory_unitevent_pgh_id_seq', 1, false);
SELECT pg_catalog.setval('public.territory_unitgroupevent_pgh_id_seq', 1, false);
SELECT pg_catalog.setval('public.territory_unitgroupmemberevent_pgh_id_seq', 1, false);
SELECT pg_catalog.setval('public.warnings_publicwarningevent_pgh_id_seq', 1, false);
SELECT pg_catalog.setval('public.warnings_text_id_seq', 1, false);
SELECT pg_catalog.setval('public.warnings_unit_id_seq', 1, false);
SELECT pg_catalog.setval('public.warnings_warning_id_seq', 1, false);
SELECT pg_catalog.setval('public.warnings_warningtextevent_pgh_id_seq', 1, false);
SELECT pg_catalog.setval('public.warnings_warningunitevent_pgh_id_seq', 1, false);
ALTER TABLE ONLY public.account_emailaddress
    ADD CONSTRAINT account_emailaddress_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.account_emailaddress
    ADD CONSTRAINT account_emailaddress_user_id_email_987c8728_uniq UNIQUE (user_id, email);
ALTER TABLE ONLY public.account_emailconfirmation
    ADD CONSTRAINT account_emailconfirmation_key_key UNIQUE (key);
ALTER TABLE ONLY public.account_emailconfirmation
    ADD CONSTRAINT account_emailconfirmation_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.accounts_rule
    ADD CONSTRAINT accounts_accountrule_once_a_day UNIQUE (code, valid_from);
ALTER TABLE ONLY public.accounts_accountruleevent
    ADD CONSTRAINT accounts_accountruleevent_pkey PRIMARY KEY (pgh_id);
ALTER TABLE ONLY public.accounts_agency
    ADD CONSTRAINT accounts_agency_code_key UNIQUE (code);
ALTER TABLE ONLY public.accounts_agency
    ADD CONSTRAINT accounts_agency_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.accounts_agencyevent
    ADD CONSTRAINT accounts_agencyevent_pkey PRIMARY KEY (pgh_id);
ALTER TABLE ONLY public.accounts_api_key
    ADD CONSTRAINT accounts_api_key_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.accounts_api_key_units
    ADD CONSTRAINT accounts_api_key_units_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.accounts_apikeyevent
    ADD CONSTRAINT accounts_apikeyevent_pkey PRIMARY KEY (pgh_id);
ALTER TABLE ONLY public.accounts_apikeyunitevent
    ADD CONSTRAINT accounts_apikeyunitevent_pkey PRIMARY KEY (pgh_id);
ALTER TABLE ONLY public.accounts_login_record
    ADD CONSTRAINT accounts_login_record_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.accounts_look_end
    ADD CONSTRAINT accounts_look_end_pkey PRIMARY KEY (look_id);
ALTER TABLE ONLY public.accounts_look
    ADD CONSTRAINT accounts_look_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.accounts_look_purpose
    ADD CONSTRAINT accounts_look_purpose_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.accounts_look_purpose
    ADD CONSTRAINT accounts_lookpurpose_once_a_day UNIQUE (code, valid_from);
ALTER TABLE ONLY public.accounts_lookpurposeevent
    ADD CONSTRAINT accounts_lookpurposeevent_pkey PRIMARY KEY (pgh_id);
ALTER TABLE ONLY public.accounts_past_password
    ADD CONSTRAINT accounts_past_password_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.accounts_person
    ADD CONSTRAINT accounts_person_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.accounts_person
    ADD CONSTRAINT accounts_person_username_key UNIQUE (username);
ALTER TABLE ONLY public.accounts_personevent
    ADD CONSTRAINT accounts_personevent_pkey PRIMARY KEY (pgh_id);
ALTER TABLE ONLY public.accounts_role
    ADD CONSTRAINT accounts_role_code_key UNIQUE (code);
ALTER TABLE ONLY public.accounts_role_grant
    ADD CONSTRAINT accounts_role_grant_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.accounts_role
    ADD CONSTRAINT accounts_role_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.accounts_roleevent
    ADD CONSTRAINT accounts_roleevent_pkey PRIMARY KEY (pgh_id);
ALTER TABLE ONLY public.accounts_rolegrantevent
    ADD CONSTRAINT accounts_rolegrantevent_pkey PRIMARY KEY (pgh_id);
ALTER TABLE ONLY public.accounts_rule
    ADD CONSTRAINT accounts_rule_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.rules_alarm_link
    ADD CONSTRAINT alarm_link_once UNIQUE (alarm_id, kind, reference);
ALTER TABLE ONLY public.accounts_api_key_units
    ADD CONSTRAINT api_key_unit_once UNIQUE (apikey_id, unit_id);
ALTER TABLE ONLY public.auth_group
    ADD CONSTRAINT auth_group_name_key UNIQUE (name);
ALTER TABLE ONLY public.auth_group_permissions
    ADD CONSTRAINT auth_group_permissions_group_id_permission_id_0cd325b0_uniq UNIQUE (group_id, permission_id);
ALTER TABLE ONLY public.auth_group_permissions
    ADD CONSTRAINT auth_group_permissions_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.auth_group
    ADD CONSTRAINT auth_group_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.auth_permission
    ADD CONSTRAINT auth_permission_content_type_id_codename_01ab375a_uniq UNIQUE (content_type_id, codename);
ALTER TABLE ONLY public.auth_permission
    ADD CONSTRAINT auth_permission_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.calls_exchange_event
    ADD CONSTRAINT call_event_once UNIQUE (adapter, event_id);
ALTER TABLE ONLY public.calls_call
    ADD CONSTRAINT call_once_of_an_adapter UNIQUE (adapter, external_id);
ALTER TABLE ONLY public.calls_call
    ADD CONSTRAINT calls_call_code_key UNIQUE (code);
ALTER TABLE ONLY public.calls_call
    ADD CONSTRAINT calls_call_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.calls_callevent
    ADD CONSTRAINT calls_callevent_pkey PRIMARY KEY (pgh_id);
ALTER TABLE ONLY public.calls_calllegevent
    ADD CONSTRAINT calls_calllegevent_pkey PRIMARY KEY (pgh_id);
ALTER TABLE ONLY public.calls_rule
    ADD CONSTRAINT calls_callrule_once_a_day UNIQUE (code, valid_from);
ALTER TABLE ONLY public.calls_callruleevent
    ADD CONSTRAINT calls_callruleevent_pkey PRIMARY KEY (pgh_id);
ALTER TABLE ONLY public.calls_code_series
    ADD CONSTRAINT calls_code_series_pkey PRIMARY KEY (year);
ALTER TABLE ONLY public.calls_course
    ADD CONSTRAINT calls_course_pkey PRIMARY KEY (call_id);
ALTER TABLE ONLY public.calls_exchange_event
    ADD CONSTRAINT calls_exchange_event_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.calls_leg
    ADD CONSTRAINT calls_leg_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.calls_line
    ADD CONSTRAINT calls_line_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.calls_lineevent
    ADD CONSTRAINT calls_lineevent_pkey PRIMARY KEY (pgh_id);
ALTER TABLE ONLY public.calls_number_mark
    ADD CONSTRAINT calls_number_mark_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.calls_numbermarkevent
    ADD CONSTRAINT calls_numbermarkevent_pkey PRIMARY KEY (pgh_id);
ALTER TABLE ONLY public.calls_place_link
    ADD CONSTRAINT calls_place_link_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.calls_place_link
    ADD CONSTRAINT calls_place_link_token_hash_key UNIQUE (token_hash);
ALTER TABLE ONLY public.calls_placelinkevent
    ADD CONSTRAINT calls_placelinkevent_pkey PRIMARY KEY (pgh_id);
ALTER TABLE ONLY public.calls_protocol_card
    ADD CONSTRAINT calls_protocol_card_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.calls_protocolcardevent
    ADD CONSTRAINT calls_protocolcardevent_pkey PRIMARY KEY (pgh_id);
ALTER TABLE ONLY public.calls_recording_hold
    ADD CONSTRAINT calls_recording_hold_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.calls_recordingholdevent
    ADD CONSTRAINT calls_recordingholdevent_pkey PRIMARY KEY (pgh_id);
ALTER TABLE ONLY public.calls_rule
    ADD CONSTRAINT calls_rule_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.calls_service
    ADD CONSTRAINT calls_service_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.calls_serviceevent
    ADD CONSTRAINT calls_serviceevent_pkey PRIMARY KEY (pgh_id);
ALTER TABLE ONLY public.calls_street
    ADD CONSTRAINT calls_street_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.cameras_grant
    ADD CONSTRAINT camera_grant_once UNIQUE ("group", owner_id, agency_id, purpose, valid_from);
ALTER TABLE ONLY public.cameras_camera
    ADD CONSTRAINT cameras_camera_code_key UNIQUE (code);
ALTER TABLE ONLY public.cameras_camera
    ADD CONSTRAINT cameras_camera_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.cameras_cameraevent
    ADD CONSTRAINT cameras_cameraevent_pkey PRIMARY KEY (pgh_id);
ALTER TABLE ONLY public.cameras_cameragrantevent
    ADD CONSTRAINT cameras_cameragrantevent_pkey PRIMARY KEY (pgh_id);
ALTER TABLE ONLY public.cameras_rule
    ADD CONSTRAINT cameras_camerarule_once_a_day UNIQUE (code, valid_from);
ALTER TABLE ONLY public.cameras_cameraruleevent
    ADD CONSTRAINT cameras_cameraruleevent_pkey PRIMARY KEY (pgh_id);
ALTER TABLE ONLY public.cameras_grant
    ADD CONSTRAINT cameras_grant_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.cameras_health
    ADD CONSTRAINT cameras_health_pkey PRIMARY KEY (camera_id);
ALTER TABLE ONLY public.cameras_period
    ADD CONSTRAINT cameras_period_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.cameras_recorder
    ADD CONSTRAINT cameras_recorder_code_key UNIQUE (code);
ALTER TABLE ONLY public.cameras_recorder
    ADD CONSTRAINT cameras_recorder_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.cameras_recorderevent
    ADD CONSTRAINT cameras_recorderevent_pkey PRIMARY KEY (pgh_id);
ALTER TABLE ONLY public.cameras_rule
    ADD CONSTRAINT cameras_rule_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.cameras_secret
    ADD CONSTRAINT cameras_secret_pkey PRIMARY KEY (camera_id);
ALTER TABLE ONLY public.commands_channel_secret
    ADD CONSTRAINT channel_secret_once UNIQUE (channel_id, name);
ALTER TABLE ONLY public.codelists_entry
    ADD CONSTRAINT code_list_entry_once UNIQUE (release_id, code);
ALTER TABLE ONLY public.codelists_release
    ADD CONSTRAINT code_list_release_number UNIQUE (list_id, number);
ALTER TABLE ONLY public.codelists_codelistevent
    ADD CONSTRAINT codelists_codelistevent_pkey PRIMARY KEY (pgh_id);
ALTER TABLE ONLY public.codelists_entry
    ADD CONSTRAINT codelists_entry_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.codelists_entryevent
    ADD CONSTRAINT codelists_entryevent_pkey PRIMARY KEY (pgh_id);
ALTER TABLE ONLY public.codelists_list
    ADD CONSTRAINT codelists_list_code_key UNIQUE (code);
ALTER TABLE ONLY public.codelists_list
    ADD CONSTRAINT codelists_list_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.codelists_release
    ADD CONSTRAINT codelists_release_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.codelists_releaseevent
    ADD CONSTRAINT codelists_releaseevent_pkey PRIMARY KEY (pgh_id);
ALTER TABLE ONLY public.incidents_command_role
    ADD CONSTRAINT command_role_version UNIQUE (pack, code, valid_from, version);
ALTER TABLE ONLY public.commands_channel
    ADD CONSTRAINT commands_channel_code_key UNIQUE (code);
ALTER TABLE ONLY public.commands_channel
    ADD CONSTRAINT commands_channel_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.commands_channel_secret
    ADD CONSTRAINT commands_channel_secret_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.commands_channelevent
    ADD CONSTRAINT commands_channelevent_pkey PRIMARY KEY (pgh_id);
ALTER TABLE ONLY public.commands_command
    ADD CONSTRAINT commands_command_key_key UNIQUE (key);
ALTER TABLE ONLY public.commands_command
    ADD CONSTRAINT commands_command_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.commands_commandevent
    ADD CONSTRAINT commands_commandevent_pkey PRIMARY KEY (pgh_id);
ALTER TABLE ONLY public.connectors_import
    ADD CONSTRAINT connectors_import_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.connectors_reject
    ADD CONSTRAINT connectors_reject_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.connectors_source
    ADD CONSTRAINT connectors_source_code_key UNIQUE (code);
ALTER TABLE ONLY public.connectors_source_message
    ADD CONSTRAINT connectors_source_message_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.connectors_source
    ADD CONSTRAINT connectors_source_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.connectors_source_reject
    ADD CONSTRAINT connectors_source_reject_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.connectors_source_run
    ADD CONSTRAINT connectors_source_run_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.connectors_source_secret
    ADD CONSTRAINT connectors_source_secret_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.connectors_source_standing
    ADD CONSTRAINT connectors_source_standing_pkey PRIMARY KEY (source_id);
ALTER TABLE ONLY public.connectors_sourceevent
    ADD CONSTRAINT connectors_sourceevent_pkey PRIMARY KEY (pgh_id);
ALTER TABLE ONLY public.connectors_taken_content
    ADD CONSTRAINT connectors_taken_content_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.crews_attachment
    ADD CONSTRAINT crews_attachment_deed_id_key UNIQUE (deed_id);
ALTER TABLE ONLY public.crews_attachment
    ADD CONSTRAINT crews_attachment_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.crews_crewdutyevent
    ADD CONSTRAINT crews_crewdutyevent_pkey PRIMARY KEY (pgh_id);
ALTER TABLE ONLY public.crews_rule
    ADD CONSTRAINT crews_crewrule_once_a_day UNIQUE (code, valid_from);
ALTER TABLE ONLY public.crews_crewruleevent
    ADD CONSTRAINT crews_crewruleevent_pkey PRIMARY KEY (pgh_id);
ALTER TABLE ONLY public.crews_deed
    ADD CONSTRAINT crews_deed_client_id_key UNIQUE (client_id);
ALTER TABLE ONLY public.crews_deed
    ADD CONSTRAINT crews_deed_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.crews_duty
    ADD CONSTRAINT crews_duty_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.crews_rule
    ADD CONSTRAINT crews_rule_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.dispatch_target
    ADD CONSTRAINT dispatch_target_once_a_day UNIQUE (code, valid_from);
ALTER TABLE ONLY public.dispatch_target
    ADD CONSTRAINT dispatch_target_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.dispatch_targetevent
    ADD CONSTRAINT dispatch_targetevent_pkey PRIMARY KEY (pgh_id);
ALTER TABLE ONLY public.django_content_type
    ADD CONSTRAINT django_content_type_app_label_model_76bd3d3b_uniq UNIQUE (app_label, model);
ALTER TABLE ONLY public.django_content_type
    ADD CONSTRAINT django_content_type_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.django_migrations
    ADD CONSTRAINT django_migrations_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.django_session
    ADD CONSTRAINT django_session_pkey PRIMARY KEY (session_key);
ALTER TABLE ONLY public.drills_done
    ADD CONSTRAINT drills_done_pkey PRIMARY KEY (key);
ALTER TABLE ONLY public.drills_drill
    ADD CONSTRAINT drills_drill_name_key UNIQUE (name);
ALTER TABLE ONLY public.drills_drill
    ADD CONSTRAINT drills_drill_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.drills_drillevent
    ADD CONSTRAINT drills_drillevent_pkey PRIMARY KEY (pgh_id);
ALTER TABLE ONLY public.drills_play
    ADD CONSTRAINT drills_play_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.duty_hush
    ADD CONSTRAINT duty_hush_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.duty_override
    ADD CONSTRAINT duty_override_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.duty_overrideevent
    ADD CONSTRAINT duty_overrideevent_pkey PRIMARY KEY (pgh_id);
ALTER TABLE ONLY public.duty_pattern
    ADD CONSTRAINT duty_pattern_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.duty_pattern_place
    ADD CONSTRAINT duty_pattern_place_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.duty_patternevent
    ADD CONSTRAINT duty_patternevent_pkey PRIMARY KEY (pgh_id);
ALTER TABLE ONLY public.duty_patternplaceevent
    ADD CONSTRAINT duty_patternplaceevent_pkey PRIMARY KEY (pgh_id);
ALTER TABLE ONLY public.duty_policy
    ADD CONSTRAINT duty_policy_once_a_day UNIQUE (code, valid_from);
ALTER TABLE ONLY public.duty_policy
    ADD CONSTRAINT duty_policy_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.duty_policyevent
    ADD CONSTRAINT duty_policyevent_pkey PRIMARY KEY (pgh_id);
ALTER TABLE ONLY public.duty_roster
    ADD CONSTRAINT duty_roster_code_key UNIQUE (code);
ALTER TABLE ONLY public.duty_roster
    ADD CONSTRAINT duty_roster_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.duty_rosterevent
    ADD CONSTRAINT duty_rosterevent_pkey PRIMARY KEY (pgh_id);
ALTER TABLE ONLY public.duty_route
    ADD CONSTRAINT duty_route_once_a_day UNIQUE (code, valid_from);
ALTER TABLE ONLY public.duty_route
    ADD CONSTRAINT duty_route_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.duty_routeevent
    ADD CONSTRAINT duty_routeevent_pkey PRIMARY KEY (pgh_id);
ALTER TABLE ONLY public.duty_run
    ADD CONSTRAINT duty_run_code_key UNIQUE (code);
ALTER TABLE ONLY public.duty_run_line
    ADD CONSTRAINT duty_run_line_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.duty_run
    ADD CONSTRAINT duty_run_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.duty_runevent
    ADD CONSTRAINT duty_runevent_pkey PRIMARY KEY (pgh_id);
ALTER TABLE ONLY public.duty_step
    ADD CONSTRAINT duty_step_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.duty_stepevent
    ADD CONSTRAINT duty_stepevent_pkey PRIMARY KEY (pgh_id);
ALTER TABLE ONLY public.duty_swap
    ADD CONSTRAINT duty_swap_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.duty_swapevent
    ADD CONSTRAINT duty_swapevent_pkey PRIMARY KEY (pgh_id);
ALTER TABLE ONLY public.entities_act
    ADD CONSTRAINT entities_act_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.entities_attribute
    ADD CONSTRAINT entities_attribute_pk PRIMARY KEY (entity_id, term_id, dataset_id);
ALTER TABLE ONLY public.entities_complaint
    ADD CONSTRAINT entities_complaint_pk PRIMARY KEY (tenant_id, source_id, type, attribute, fault, detail, unit_id, agency_id);
ALTER TABLE ONLY public.entities_context
    ADD CONSTRAINT entities_context_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.entities_context
    ADD CONSTRAINT entities_context_url UNIQUE (url);
ALTER TABLE ONLY public.entities_declared_type
    ADD CONSTRAINT entities_declared_type_pk PRIMARY KEY (short);
ALTER TABLE ONLY public.entities_entity
    ADD CONSTRAINT entities_entity_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.entities_entity
    ADD CONSTRAINT entities_entity_urn UNIQUE (urn, tenant_id);
ALTER TABLE ONLY public.entities_flush
    ADD CONSTRAINT entities_flush_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.entities_head
    ADD CONSTRAINT entities_head_pk PRIMARY KEY (entity_id, until);
ALTER TABLE ONLY public.entities_history
    ADD CONSTRAINT entities_history_pk PRIMARY KEY (entity_id, term_id, dataset_id, observed_at, revision);
ALTER TABLE ONLY public.entities_notification
    ADD CONSTRAINT entities_notification_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.entities_notification
    ADD CONSTRAINT entities_notification_urn UNIQUE (urn);
ALTER TABLE ONLY public.entities_source
    ADD CONSTRAINT entities_source_name UNIQUE (name);
ALTER TABLE ONLY public.entities_source
    ADD CONSTRAINT entities_source_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.entities_subscription_cursor
    ADD CONSTRAINT entities_subscription_cursor_pkey PRIMARY KEY (only_one);
ALTER TABLE ONLY public.entities_subscription
    ADD CONSTRAINT entities_subscription_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.entities_subscription_state
    ADD CONSTRAINT entities_subscription_state_pkey PRIMARY KEY (subscription_id);
ALTER TABLE ONLY public.entities_subscription
    ADD CONSTRAINT entities_subscription_urn UNIQUE (urn, tenant_id);
ALTER TABLE ONLY public.entities_tenant
    ADD CONSTRAINT entities_tenant_name UNIQUE (name);
ALTER TABLE ONLY public.entities_tenant
    ADD CONSTRAINT entities_tenant_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.entities_term
    ADD CONSTRAINT entities_term_iri UNIQUE (iri);
ALTER TABLE ONLY public.entities_term
    ADD CONSTRAINT entities_term_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.entities_words
    ADD CONSTRAINT entities_words_pk PRIMARY KEY (entity_id);
ALTER TABLE ONLY public.forces_assignment
    ADD CONSTRAINT forces_assignment_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.forces_assignmentevent
    ADD CONSTRAINT forces_assignmentevent_pkey PRIMARY KEY (pgh_id);
ALTER TABLE ONLY public.forces_check_in
    ADD CONSTRAINT forces_check_in_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.forces_checkinevent
    ADD CONSTRAINT forces_checkinevent_pkey PRIMARY KEY (pgh_id);
ALTER TABLE ONLY public.forces_force
    ADD CONSTRAINT forces_force_call_sign_key UNIQUE (call_sign);
ALTER TABLE ONLY public.forces_force
    ADD CONSTRAINT forces_force_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.forces_forceevent
    ADD CONSTRAINT forces_forceevent_pkey PRIMARY KEY (pgh_id);
ALTER TABLE ONLY public.forces_log
    ADD CONSTRAINT forces_log_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.forces_run_card
    ADD CONSTRAINT forces_run_card_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.forces_runcardevent
    ADD CONSTRAINT forces_runcardevent_pkey PRIMARY KEY (pgh_id);
ALTER TABLE ONLY public.shiftbook_handover_item
    ADD CONSTRAINT handover_item_once UNIQUE (handover_id, room, code);
ALTER TABLE ONLY public.incidents_alarm
    ADD CONSTRAINT incident_alarm_once UNIQUE (incident_id, alarm_id);
ALTER TABLE ONLY public.incidents_entity
    ADD CONSTRAINT incident_entity_once UNIQUE (incident_id, urn);
ALTER TABLE ONLY public.incidents_incident_procedure
    ADD CONSTRAINT incident_procedure_once UNIQUE (incident_id, code);
ALTER TABLE ONLY public.incidents_source
    ADD CONSTRAINT incident_source_once UNIQUE (incident_id, kind, reference);
ALTER TABLE ONLY public.incidents_step
    ADD CONSTRAINT incident_step_once UNIQUE (walk_id, number);
ALTER TABLE ONLY public.incidents_alarm
    ADD CONSTRAINT incidents_alarm_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.incidents_code_series
    ADD CONSTRAINT incidents_code_series_pkey PRIMARY KEY (year);
ALTER TABLE ONLY public.incidents_command_role
    ADD CONSTRAINT incidents_command_role_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.incidents_commandroleevent
    ADD CONSTRAINT incidents_commandroleevent_pkey PRIMARY KEY (pgh_id);
ALTER TABLE ONLY public.incidents_entity
    ADD CONSTRAINT incidents_entity_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.incidents_held_role
    ADD CONSTRAINT incidents_held_role_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.incidents_heldroleevent
    ADD CONSTRAINT incidents_heldroleevent_pkey PRIMARY KEY (pgh_id);
ALTER TABLE ONLY public.incidents_incident
    ADD CONSTRAINT incidents_incident_code_key UNIQUE (code);
ALTER TABLE ONLY public.incidents_incident
    ADD CONSTRAINT incidents_incident_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.incidents_incident_procedure
    ADD CONSTRAINT incidents_incident_procedure_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.incidents_incidentalarmevent
    ADD CONSTRAINT incidents_incidentalarmevent_pkey PRIMARY KEY (pgh_id);
ALTER TABLE ONLY public.incidents_incidententityevent
    ADD CONSTRAINT incidents_incidententityevent_pkey PRIMARY KEY (pgh_id);
ALTER TABLE ONLY public.incidents_incidentevent
    ADD CONSTRAINT incidents_incidentevent_pkey PRIMARY KEY (pgh_id);
ALTER TABLE ONLY public.incidents_incidentlegevent
    ADD CONSTRAINT incidents_incidentlegevent_pkey PRIMARY KEY (pgh_id);
ALTER TABLE ONLY public.incidents_incidentlinkevent
    ADD CONSTRAINT incidents_incidentlinkevent_pkey PRIMARY KEY (pgh_id);
ALTER TABLE ONLY public.incidents_incidentmergeevent
    ADD CONSTRAINT incidents_incidentmergeevent_pkey PRIMARY KEY (pgh_id);
ALTER TABLE ONLY public.incidents_incidentprocedureevent
    ADD CONSTRAINT incidents_incidentprocedureevent_pkey PRIMARY KEY (pgh_id);
ALTER TABLE ONLY public.incidents_incidentsourceevent
    ADD CONSTRAINT incidents_incidentsourceevent_pkey PRIMARY KEY (pgh_id);
ALTER TABLE ONLY public.incidents_incidentstepevent
    ADD CONSTRAINT incidents_incidentstepevent_pkey PRIMARY KEY (pgh_id);
ALTER TABLE ONLY public.incidents_leg
    ADD CONSTRAINT incidents_leg_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.incidents_link
    ADD CONSTRAINT incidents_link_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.incidents_log
    ADD CONSTRAINT incidents_log_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.incidents_merge
    ADD CONSTRAINT incidents_merge_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.incidents_procedure
    ADD CONSTRAINT incidents_procedure_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.incidents_procedureevent
    ADD CONSTRAINT incidents_procedureevent_pkey PRIMARY KEY (pgh_id);
ALTER TABLE ONLY public.incidents_source
    ADD CONSTRAINT incidents_source_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.incidents_step
    ADD CONSTRAINT incidents_step_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.indicators_indicator
    ADD CONSTRAINT indicator_version_once UNIQUE (code, version);
ALTER TABLE ONLY public.indicators_cursor
    ADD CONSTRAINT indicators_cursor_pkey PRIMARY KEY (reader);
ALTER TABLE ONLY public.indicators_due
    ADD CONSTRAINT indicators_due_once UNIQUE (code, starts_at);
ALTER TABLE ONLY public.indicators_due
    ADD CONSTRAINT indicators_due_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.indicators_figure
    ADD CONSTRAINT indicators_figure_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.indicators_indicator
    ADD CONSTRAINT indicators_indicator_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.indicators_indicatorevent
    ADD CONSTRAINT indicators_indicatorevent_pkey PRIMARY KEY (pgh_id);
ALTER TABLE ONLY public.indicators_report
    ADD CONSTRAINT indicators_report_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.indicators_reportevent
    ADD CONSTRAINT indicators_reportevent_pkey PRIMARY KEY (pgh_id);
ALTER TABLE ONLY public.kernel_audit_block
    ADD CONSTRAINT kernel_audit_block_batch_key UNIQUE (batch);
ALTER TABLE ONLY public.kernel_audit_block
    ADD CONSTRAINT kernel_audit_block_pkey PRIMARY KEY (seq);
ALTER TABLE ONLY public.kernel_audit_entry
    ADD CONSTRAINT kernel_audit_entry_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.kernel_cache
    ADD CONSTRAINT kernel_cache_pkey PRIMARY KEY (cache_key);
ALTER TABLE ONLY public.kernel_event_cursor
    ADD CONSTRAINT kernel_event_cursor_pkey PRIMARY KEY (reader);
ALTER TABLE ONLY public.kernel_event_failure
    ADD CONSTRAINT kernel_event_failure_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.kernel_event
    ADD CONSTRAINT kernel_event_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.kernel_eventfailureevent
    ADD CONSTRAINT kernel_eventfailureevent_pkey PRIMARY KEY (pgh_id);
ALTER TABLE ONLY public.kernel_heartbeat
    ADD CONSTRAINT kernel_heartbeat_pkey PRIMARY KEY (part);
ALTER TABLE ONLY public.kernel_retention_rule
    ADD CONSTRAINT kernel_retention_rule_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.kernel_retention_rule
    ADD CONSTRAINT kernel_retentionrule_once_a_day UNIQUE (code, valid_from);
ALTER TABLE ONLY public.kernel_retentionruleevent
    ADD CONSTRAINT kernel_retentionruleevent_pkey PRIMARY KEY (pgh_id);
ALTER TABLE ONLY public.calls_line
    ADD CONSTRAINT line_number_from UNIQUE (number, valid_from);
ALTER TABLE ONLY public.mfa_authenticator
    ADD CONSTRAINT mfa_authenticator_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.notify_address
    ADD CONSTRAINT notify_address_once UNIQUE (person_id, way, value);
ALTER TABLE ONLY public.notify_address
    ADD CONSTRAINT notify_address_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.notify_addressevent
    ADD CONSTRAINT notify_addressevent_pkey PRIMARY KEY (pgh_id);
ALTER TABLE ONLY public.notify_channel
    ADD CONSTRAINT notify_channel_code_key UNIQUE (code);
ALTER TABLE ONLY public.notify_channel
    ADD CONSTRAINT notify_channel_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.notify_channel_secret
    ADD CONSTRAINT notify_channel_secret_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.notify_channel_standing
    ADD CONSTRAINT notify_channel_standing_pkey PRIMARY KEY (channel_id);
ALTER TABLE ONLY public.notify_channelevent
    ADD CONSTRAINT notify_channelevent_pkey PRIMARY KEY (pgh_id);
ALTER TABLE ONLY public.notify_delivery
    ADD CONSTRAINT notify_delivery_our_id_key UNIQUE (our_id);
ALTER TABLE ONLY public.notify_delivery
    ADD CONSTRAINT notify_delivery_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.notify_delivery
    ADD CONSTRAINT notify_delivery_turn UNIQUE (message_id, number);
ALTER TABLE ONLY public.notify_message
    ADD CONSTRAINT notify_message_key_key UNIQUE (key);
ALTER TABLE ONLY public.notify_message
    ADD CONSTRAINT notify_message_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.notify_rule
    ADD CONSTRAINT notify_notifyrule_once_a_day UNIQUE (code, valid_from);
ALTER TABLE ONLY public.notify_notifyruleevent
    ADD CONSTRAINT notify_notifyruleevent_pkey PRIMARY KEY (pgh_id);
ALTER TABLE ONLY public.notify_preference
    ADD CONSTRAINT notify_preference_person_id_key UNIQUE (person_id);
ALTER TABLE ONLY public.notify_preference
    ADD CONSTRAINT notify_preference_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.notify_preferenceevent
    ADD CONSTRAINT notify_preferenceevent_pkey PRIMARY KEY (pgh_id);
ALTER TABLE ONLY public.notify_receipt
    ADD CONSTRAINT notify_receipt_once UNIQUE (channel_id, provider_id, state);
ALTER TABLE ONLY public.notify_receipt
    ADD CONSTRAINT notify_receipt_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.notify_rule
    ADD CONSTRAINT notify_rule_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.notify_channel_secret
    ADD CONSTRAINT notify_secret_once UNIQUE (channel_id, name);
ALTER TABLE ONLY public.notify_shown
    ADD CONSTRAINT notify_shown_our_id_key UNIQUE (our_id);
ALTER TABLE ONLY public.notify_shown
    ADD CONSTRAINT notify_shown_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.rules_formula
    ADD CONSTRAINT one_formula_from_a_day UNIQUE (entity_type, attribute, valid_from);
ALTER TABLE ONLY public.tasks_owed
    ADD CONSTRAINT owed_once UNIQUE (kind, code);
ALTER TABLE ONLY public.packs_edition
    ADD CONSTRAINT pack_edition_number UNIQUE (pack, number);
ALTER TABLE ONLY public.packs_proposal
    ADD CONSTRAINT pack_proposal_once UNIQUE (handed_in_by_id, fingerprint);
ALTER TABLE ONLY public.packs_edition
    ADD CONSTRAINT packs_edition_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.packs_loaded_pack
    ADD CONSTRAINT packs_loaded_pack_pkey PRIMARY KEY (code);
ALTER TABLE ONLY public.packs_loadedpackevent
    ADD CONSTRAINT packs_loadedpackevent_pkey PRIMARY KEY (pgh_id);
ALTER TABLE ONLY public.packs_proposal
    ADD CONSTRAINT packs_proposal_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.duty_pattern
    ADD CONSTRAINT pattern_once_a_day UNIQUE (roster_id, days, valid_from);
ALTER TABLE ONLY public.duty_pattern_place
    ADD CONSTRAINT pattern_person_once_in_a_crew UNIQUE (pattern_id, crew, person_id);
ALTER TABLE ONLY public.duty_pattern_place
    ADD CONSTRAINT pattern_place_once UNIQUE (pattern_id, crew, "position");
ALTER TABLE ONLY public.pghistory_context
    ADD CONSTRAINT pghistory_context_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.incidents_procedure
    ADD CONSTRAINT procedure_pack_code_version UNIQUE (pack, code, version);
ALTER TABLE ONLY public.procrastinate_events
    ADD CONSTRAINT procrastinate_events_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.procrastinate_jobs
    ADD CONSTRAINT procrastinate_jobs_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.procrastinate_periodic_defers
    ADD CONSTRAINT procrastinate_periodic_defers_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.procrastinate_periodic_defers
    ADD CONSTRAINT procrastinate_periodic_defers_unique UNIQUE (task_name, periodic_id, defer_timestamp);
ALTER TABLE ONLY public.procrastinate_workers
    ADD CONSTRAINT procrastinate_workers_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.calls_protocol_card
    ADD CONSTRAINT protocol_card_version UNIQUE (pack, code, valid_from, version);
ALTER TABLE ONLY public.indicators_report
    ADD CONSTRAINT report_number_once UNIQUE (form, agency_id, day, number);
ALTER TABLE ONLY public.rules_rule
    ADD CONSTRAINT rule_code_version UNIQUE (code, version);
ALTER TABLE ONLY public.rules_alarm_comment
    ADD CONSTRAINT rules_alarm_comment_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.rules_alarm_guide
    ADD CONSTRAINT rules_alarm_guide_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.rules_alarm_link
    ADD CONSTRAINT rules_alarm_link_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.rules_alarm
    ADD CONSTRAINT rules_alarm_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.rules_alarmcommentevent
    ADD CONSTRAINT rules_alarmcommentevent_pkey PRIMARY KEY (pgh_id);
ALTER TABLE ONLY public.rules_alarmevent
    ADD CONSTRAINT rules_alarmevent_pkey PRIMARY KEY (pgh_id);
ALTER TABLE ONLY public.rules_alarm_guide
    ADD CONSTRAINT rules_alarmguide_once_a_day UNIQUE (code, valid_from);
ALTER TABLE ONLY public.rules_alarmguideevent
    ADD CONSTRAINT rules_alarmguideevent_pkey PRIMARY KEY (pgh_id);
ALTER TABLE ONLY public.rules_alarmlinkevent
    ADD CONSTRAINT rules_alarmlinkevent_pkey PRIMARY KEY (pgh_id);
ALTER TABLE ONLY public.rules_cursor
    ADD CONSTRAINT rules_cursor_pkey PRIMARY KEY (reader);
ALTER TABLE ONLY public.rules_decided_day
    ADD CONSTRAINT rules_decided_day_once UNIQUE (pack, date);
ALTER TABLE ONLY public.rules_decided_day
    ADD CONSTRAINT rules_decided_day_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.rules_decideddayevent
    ADD CONSTRAINT rules_decideddayevent_pkey PRIMARY KEY (pgh_id);
ALTER TABLE ONLY public.rules_derived_due
    ADD CONSTRAINT rules_derived_due_pkey PRIMARY KEY (entity_id, daily, at);
ALTER TABLE ONLY public.rules_dry_run
    ADD CONSTRAINT rules_dry_run_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.rules_formula_due
    ADD CONSTRAINT rules_formula_due_pkey PRIMARY KEY (value, entity_id, at);
ALTER TABLE ONLY public.rules_formula
    ADD CONSTRAINT rules_formula_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.rules_gathering
    ADD CONSTRAINT rules_gathering_pkey PRIMARY KEY (rule_code, anchor_id);
ALTER TABLE ONLY public.rules_occurrence
    ADD CONSTRAINT rules_occurrence_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.rules_part
    ADD CONSTRAINT rules_part_pkey PRIMARY KEY (rule_code, entity_id);
ALTER TABLE ONLY public.rules_rule
    ADD CONSTRAINT rules_rule_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.rules_ruleevent
    ADD CONSTRAINT rules_ruleevent_pkey PRIMARY KEY (pgh_id);
ALTER TABLE ONLY public.rules_schedule
    ADD CONSTRAINT rules_schedule_once_a_day UNIQUE (pack, code, valid_from);
ALTER TABLE ONLY public.rules_schedule
    ADD CONSTRAINT rules_schedule_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.rules_scheduleevent
    ADD CONSTRAINT rules_scheduleevent_pkey PRIMARY KEY (pgh_id);
ALTER TABLE ONLY public.rules_set_aside
    ADD CONSTRAINT rules_set_aside_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.rules_setasideevent
    ADD CONSTRAINT rules_setasideevent_pkey PRIMARY KEY (pgh_id);
ALTER TABLE ONLY public.rules_state
    ADD CONSTRAINT rules_state_pkey PRIMARY KEY (rule_code, entity_id);
ALTER TABLE ONLY public.rules_stream_clock
    ADD CONSTRAINT rules_stream_clock_pkey PRIMARY KEY (entity_type, origin);
ALTER TABLE ONLY public.forces_run_card
    ADD CONSTRAINT run_card_version UNIQUE (pack, code, valid_from, version);
ALTER TABLE ONLY public.calls_service
    ADD CONSTRAINT service_code_from UNIQUE (code, valid_from);
ALTER TABLE ONLY public.shiftbook_code_series
    ADD CONSTRAINT shiftbook_code_series_pkey PRIMARY KEY (year);
ALTER TABLE ONLY public.shiftbook_desk
    ADD CONSTRAINT shiftbook_desk_code_key UNIQUE (code);
ALTER TABLE ONLY public.shiftbook_desk
    ADD CONSTRAINT shiftbook_desk_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.shiftbook_deskevent
    ADD CONSTRAINT shiftbook_deskevent_pkey PRIMARY KEY (pgh_id);
ALTER TABLE ONLY public.shiftbook_handover_item
    ADD CONSTRAINT shiftbook_handover_item_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.shiftbook_handover
    ADD CONSTRAINT shiftbook_handover_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.shiftbook_handoverevent
    ADD CONSTRAINT shiftbook_handoverevent_pkey PRIMARY KEY (pgh_id);
ALTER TABLE ONLY public.shiftbook_line
    ADD CONSTRAINT shiftbook_line_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.shiftbook_rule
    ADD CONSTRAINT shiftbook_rule_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.shiftbook_shift
    ADD CONSTRAINT shiftbook_shift_code_key UNIQUE (code);
ALTER TABLE ONLY public.shiftbook_shift
    ADD CONSTRAINT shiftbook_shift_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.shiftbook_shiftevent
    ADD CONSTRAINT shiftbook_shiftevent_pkey PRIMARY KEY (pgh_id);
ALTER TABLE ONLY public.shiftbook_rule
    ADD CONSTRAINT shiftbook_shiftrule_once_a_day UNIQUE (code, valid_from);
ALTER TABLE ONLY public.shiftbook_shiftruleevent
    ADD CONSTRAINT shiftbook_shiftruleevent_pkey PRIMARY KEY (pgh_id);
ALTER TABLE ONLY public.connectors_source_run
    ADD CONSTRAINT source_run_of_minute UNIQUE (source_id, minute, state, dry);
ALTER TABLE ONLY public.connectors_source_secret
    ADD CONSTRAINT source_secret_once UNIQUE (source_id, name);
ALTER TABLE ONLY public.duty_step
    ADD CONSTRAINT step_once UNIQUE (policy_id, "position");
ALTER TABLE ONLY public.streams_dead_letter
    ADD CONSTRAINT streams_dead_letter_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.streams_position
    ADD CONSTRAINT streams_position_pk PRIMARY KEY (stream, created);
ALTER TABLE ONLY public.connectors_taken_content
    ADD CONSTRAINT taken_once UNIQUE (source_id, digest);
ALTER TABLE ONLY public.tasks_part
    ADD CONSTRAINT task_part_once UNIQUE (task_id, agency_id);
ALTER TABLE ONLY public.tasks_code_series
    ADD CONSTRAINT tasks_code_series_pkey PRIMARY KEY (year);
ALTER TABLE ONLY public.tasks_extension
    ADD CONSTRAINT tasks_extension_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.tasks_extensionevent
    ADD CONSTRAINT tasks_extensionevent_pkey PRIMARY KEY (pgh_id);
ALTER TABLE ONLY public.tasks_line
    ADD CONSTRAINT tasks_line_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.tasks_owed
    ADD CONSTRAINT tasks_owed_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.tasks_part
    ADD CONSTRAINT tasks_part_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.tasks_task
    ADD CONSTRAINT tasks_task_code_key UNIQUE (code);
ALTER TABLE ONLY public.tasks_task
    ADD CONSTRAINT tasks_task_key_key UNIQUE (key);
ALTER TABLE ONLY public.tasks_task
    ADD CONSTRAINT tasks_task_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.tasks_taskevent
    ADD CONSTRAINT tasks_taskevent_pkey PRIMARY KEY (pgh_id);
ALTER TABLE ONLY public.tasks_taskpartevent
    ADD CONSTRAINT tasks_taskpartevent_pkey PRIMARY KEY (pgh_id);
ALTER TABLE ONLY public.territory_import
    ADD CONSTRAINT territory_import_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.territory_import
    ADD CONSTRAINT territory_import_token_key UNIQUE (token);
ALTER TABLE ONLY public.territory_stamp
    ADD CONSTRAINT territory_stamp_pkey PRIMARY KEY (only_row);
ALTER TABLE ONLY public.territory_unit_area
    ADD CONSTRAINT territory_unit_area_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.territory_unit_area
    ADD CONSTRAINT territory_unit_area_unit_id_key UNIQUE (unit_id);
ALTER TABLE ONLY public.territory_unit_change
    ADD CONSTRAINT territory_unit_change_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.territory_unit_group_member
    ADD CONSTRAINT territory_unit_group_member_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.territory_unit_group
    ADD CONSTRAINT territory_unit_group_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.territory_unit
    ADD CONSTRAINT territory_unit_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.territory_unitareaevent
    ADD CONSTRAINT territory_unitareaevent_pkey PRIMARY KEY (pgh_id);
ALTER TABLE ONLY public.territory_unitchangeevent
    ADD CONSTRAINT territory_unitchangeevent_pkey PRIMARY KEY (pgh_id);
ALTER TABLE ONLY public.territory_unitevent
    ADD CONSTRAINT territory_unitevent_pkey PRIMARY KEY (pgh_id);
ALTER TABLE ONLY public.territory_unitgroupevent
    ADD CONSTRAINT territory_unitgroupevent_pkey PRIMARY KEY (pgh_id);
ALTER TABLE ONLY public.territory_unitgroupmemberevent
    ADD CONSTRAINT territory_unitgroupmemberevent_pkey PRIMARY KEY (pgh_id);
ALTER TABLE ONLY public.territory_unit_change
    ADD CONSTRAINT unit_change_once UNIQUE (from_unit_id, to_unit_id, changed_on);
ALTER TABLE ONLY public.territory_unit
    ADD CONSTRAINT unit_code_level_valid_from UNIQUE (code, level, valid_from);
ALTER TABLE ONLY public.territory_unit_group_member
    ADD CONSTRAINT unit_group_member_once_per_day EXCLUDE USING gist (group_id WITH =, unit_id WITH =, daterange(valid_from, valid_to) WITH &&);
ALTER TABLE ONLY public.territory_unit_group
    ADD CONSTRAINT unit_group_one_meaning_per_day EXCLUDE USING gist (code WITH =, daterange(valid_from, valid_to) WITH &&);
ALTER TABLE ONLY public.territory_unit
    ADD CONSTRAINT unit_one_meaning_per_day EXCLUDE USING gist (code WITH =, level WITH =, daterange(valid_from, valid_to) WITH &&);
ALTER TABLE ONLY public.warnings_text
    ADD CONSTRAINT warning_text_once UNIQUE (warning_id, language);
ALTER TABLE ONLY public.warnings_unit
    ADD CONSTRAINT warning_unit_once UNIQUE (warning_id, unit_id);
ALTER TABLE ONLY public.warnings_code_series
    ADD CONSTRAINT warnings_code_series_pkey PRIMARY KEY (year);
ALTER TABLE ONLY public.warnings_publicwarningevent
    ADD CONSTRAINT warnings_publicwarningevent_pkey PRIMARY KEY (pgh_id);
ALTER TABLE ONLY public.warnings_text
    ADD CONSTRAINT warnings_text_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.warnings_unit
    ADD CONSTRAINT warnings_unit_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.warnings_warning
    ADD CONSTRAINT warnings_warning_code_key UNIQUE (code);
ALTER TABLE ONLY public.warnings_warning
    ADD CONSTRAINT warnings_warning_key_key UNIQUE (key);
ALTER TABLE ONLY public.warnings_warning
    ADD CONSTRAINT warnings_warning_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.warnings_warningtextevent
    ADD CONSTRAINT warnings_warningtextevent_pkey PRIMARY KEY (pgh_id);
ALTER TABLE ONLY public.warnings_warningunitevent
    ADD CONSTRAINT warnings_warningunitevent_pkey PRIMARY KEY (pgh_id);
CREATE INDEX account_emailaddress_email_03be32b2 ON public.account_emailaddress USING btree (email);
CREATE INDEX account_emailaddress_email_03be32b2_like ON public.account_emailaddress USING btree (email varchar_pattern_ops);
CREATE INDEX account_emailaddress_user_id_2c513194 ON public.account_emailaddress USING btree (user_id);
CREATE INDEX account_emailconfirmation_email_address_id_5b7f8c58 ON public.account_emailconfirmation USING btree (email_address_id);
CREATE INDEX account_emailconfirmation_key_f43612bd_like ON public.account_emailconfirmation USING btree (key varchar_pattern_ops);
CREATE INDEX accounts_accountruleevent_pgh_obj_id_c30c001e ON public.accounts_accountruleevent USING btree (pgh_obj_id);
CREATE INDEX accounts_agency_code_642bac3c_like ON public.accounts_agency USING btree (code varchar_pattern_ops);
CREATE INDEX accounts_agency_parent_id_ac280bab ON public.accounts_agency USING btree (parent_id);
CREATE INDEX accounts_agency_unit_id_1685388a ON public.accounts_agency USING btree (unit_id);
CREATE INDEX accounts_agencyevent_parent_id_9cf34586 ON public.accounts_agencyevent USING btree (parent_id);
CREATE INDEX accounts_agencyevent_pgh_obj_id_06f09710 ON public.accounts_agencyevent USING btree (pgh_obj_id);
CREATE INDEX accounts_agencyevent_unit_id_0d276dd1 ON public.accounts_agencyevent USING btree (unit_id);
CREATE INDEX accounts_api_key_agency_id_dcf96aea ON public.accounts_api_key USING btree (agency_id);
CREATE INDEX accounts_api_key_created_by_id_22c80347 ON public.accounts_api_key USING btree (created_by_id);
CREATE INDEX accounts_api_key_id_de5e0692_like ON public.accounts_api_key USING btree (id varchar_pattern_ops);
CREATE INDEX accounts_api_key_units_apikey_id_87a20caf ON public.accounts_api_key_units USING btree (apikey_id);
CREATE INDEX accounts_api_key_units_apikey_id_87a20caf_like ON public.accounts_api_key_units USING btree (apikey_id varchar_pattern_ops);
CREATE INDEX accounts_api_key_units_unit_id_253ae237 ON public.accounts_api_key_units USING btree (unit_id);
CREATE INDEX accounts_apikeyevent_agency_id_e0a4747c ON public.accounts_apikeyevent USING btree (agency_id);
CREATE INDEX accounts_apikeyevent_created_by_id_ed3ddb0b ON public.accounts_apikeyevent USING btree (created_by_id);
CREATE INDEX accounts_apikeyevent_pgh_obj_id_e4ca9e2e ON public.accounts_apikeyevent USING btree (pgh_obj_id);
CREATE INDEX accounts_apikeyevent_pgh_obj_id_e4ca9e2e_like ON public.accounts_apikeyevent USING btree (pgh_obj_id varchar_pattern_ops);
CREATE INDEX accounts_apikeyunitevent_apikey_id_b011424c ON public.accounts_apikeyunitevent USING btree (apikey_id);
CREATE INDEX accounts_apikeyunitevent_apikey_id_b011424c_like ON public.accounts_apikeyunitevent USING btree (apikey_id varchar_pattern_ops);
CREATE INDEX accounts_apikeyunitevent_pgh_obj_id_8f0f835f ON public.accounts_apikeyunitevent USING btree (pgh_obj_id);
CREATE INDEX accounts_apikeyunitevent_unit_id_b5b7ad7a ON public.accounts_apikeyunitevent USING btree (unit_id);
CREATE INDEX accounts_login_record_by_id_ccc96e5b ON public.accounts_login_record USING btree (by_id);
CREATE INDEX accounts_login_record_person_id_54ec8d0e ON public.accounts_login_record USING btree (person_id);
CREATE INDEX accounts_look_agency_id_0195a6c6 ON public.accounts_look USING btree (agency_id);
CREATE INDEX accounts_look_end_by_id_ab8dd5f6 ON public.accounts_look_end USING btree (by_id);
CREATE INDEX accounts_look_person_id_5a877e0d ON public.accounts_look USING btree (person_id);
CREATE INDEX accounts_look_purpose_20fb5eba ON public.accounts_look USING btree (purpose);
CREATE INDEX accounts_look_purpose_20fb5eba_like ON public.accounts_look USING btree (purpose varchar_pattern_ops);
CREATE INDEX accounts_look_purpose_code_915b329e ON public.accounts_look_purpose USING btree (code);
CREATE INDEX accounts_look_purpose_code_915b329e_like ON public.accounts_look_purpose USING btree (code varchar_pattern_ops);
CREATE INDEX accounts_look_unit_id_ce7f9ce4 ON public.accounts_look USING btree (unit_id);
CREATE INDEX accounts_lookpurposeevent_pgh_obj_id_dba25a46 ON public.accounts_lookpurposeevent USING btree (pgh_obj_id);
CREATE INDEX accounts_past_password_person_id_ba820510 ON public.accounts_past_password USING btree (person_id);
CREATE INDEX accounts_person_agency_id_5896da8e ON public.accounts_person USING btree (agency_id);
CREATE INDEX accounts_person_username_173ec97a_like ON public.accounts_person USING btree (username varchar_pattern_ops);
CREATE INDEX accounts_personevent_agency_id_9b6f2629 ON public.accounts_personevent USING btree (agency_id);
CREATE INDEX accounts_personevent_pgh_obj_id_e5cc2eda ON public.accounts_personevent USING btree (pgh_obj_id);
CREATE INDEX accounts_role_code_31e05c3f_like ON public.accounts_role USING btree (code varchar_pattern_ops);
CREATE INDEX accounts_role_grant_agency_id_94a44595 ON public.accounts_role_grant USING btree (agency_id);
CREATE INDEX accounts_role_grant_group_id_8feb595f ON public.accounts_role_grant USING btree (group_id);
CREATE INDEX accounts_role_grant_person_id_91e408f2 ON public.accounts_role_grant USING btree (person_id);
CREATE INDEX accounts_role_grant_role_id_ff0b0c5d ON public.accounts_role_grant USING btree (role_id);
CREATE INDEX accounts_role_grant_unit_id_8f2c03b3 ON public.accounts_role_grant USING btree (unit_id);
CREATE INDEX accounts_roleevent_pgh_obj_id_e10004dd ON public.accounts_roleevent USING btree (pgh_obj_id);
CREATE INDEX accounts_rolegrantevent_agency_id_6415d126 ON public.accounts_rolegrantevent USING btree (agency_id);
CREATE INDEX accounts_rolegrantevent_group_id_df885122 ON public.accounts_rolegrantevent USING btree (group_id);
CREATE INDEX accounts_rolegrantevent_person_id_5c8a1a0c ON public.accounts_rolegrantevent USING btree (person_id);
CREATE INDEX accounts_rolegrantevent_pgh_obj_id_ebc935c8 ON public.accounts_rolegrantevent USING btree (pgh_obj_id);
CREATE INDEX accounts_rolegrantevent_role_id_87a03c86 ON public.accounts_rolegrantevent USING btree (role_id);
CREATE INDEX accounts_rolegrantevent_unit_id_0399145c ON public.accounts_rolegrantevent USING btree (unit_id);
CREATE INDEX accounts_rule_code_e34b57a0 ON public.accounts_rule USING btree (code);
CREATE INDEX accounts_rule_code_e34b57a0_like ON public.accounts_rule USING btree (code varchar_pattern_ops);
CREATE INDEX act_by_subject ON public.entities_act USING btree (subject, at);
CREATE UNIQUE INDEX alarm_one_open_per_rule_and_entity ON public.rules_alarm USING btree (rule_code, entity_id) WHERE (closed_at IS NULL);
CREATE INDEX assignments_newest ON public.forces_assignment USING btree (alerted_at DESC);
CREATE INDEX assignments_of_incident ON public.forces_assignment USING btree (incident_id, alerted_at);
CREATE INDEX audit_entry_batch ON public.kernel_audit_entry USING btree (batch);
CREATE INDEX audit_entry_row ON public.kernel_audit_entry USING btree (shape_id, row_pk);
CREATE INDEX auth_group_name_a6ea08ec_like ON public.auth_group USING btree (name varchar_pattern_ops);
CREATE INDEX auth_group_permissions_group_id_b120cbf9 ON public.auth_group_permissions USING btree (group_id);
CREATE INDEX auth_group_permissions_permission_id_84c5c92e ON public.auth_group_permissions USING btree (permission_id);
CREATE INDEX auth_permission_content_type_id_2f476e4b ON public.auth_permission USING btree (content_type_id);
CREATE UNIQUE INDEX book_line_once ON public.shiftbook_line USING btree (shift_id, key) WHERE (NOT ((key)::text = ''::text));
CREATE INDEX book_line_search_text ON public.shiftbook_line USING gin (search_text public.gin_trgm_ops);
CREATE INDEX book_lines_of_shift ON public.shiftbook_line USING btree (shift_id, id);
CREATE INDEX calls_by_state ON public.calls_call USING btree (state, received_at);
CREATE INDEX calls_call_agency_id_b78f2870 ON public.calls_call USING btree (agency_id);
CREATE INDEX calls_call_code_665101fb_like ON public.calls_call USING btree (code varchar_pattern_ops);
CREATE INDEX calls_call_incident_id_0ea9d829 ON public.calls_call USING btree (incident_id);
CREATE INDEX calls_call_line_id_bf77faaf ON public.calls_call USING btree (line_id);
CREATE INDEX calls_call_returned_by_id_c05351d2 ON public.calls_call USING btree (returned_by_id);
CREATE INDEX calls_call_taken_by_id_33c99125 ON public.calls_call USING btree (taken_by_id);
CREATE INDEX calls_call_unit_id_ebc9c395 ON public.calls_call USING btree (unit_id);
CREATE INDEX calls_callevent_agency_id_740f8146 ON public.calls_callevent USING btree (agency_id);
CREATE INDEX calls_callevent_incident_id_022ce24c ON public.calls_callevent USING btree (incident_id);
CREATE INDEX calls_callevent_line_id_1480af0b ON public.calls_callevent USING btree (line_id);
CREATE INDEX calls_callevent_pgh_obj_id_199af1f5 ON public.calls_callevent USING btree (pgh_obj_id);
CREATE INDEX calls_callevent_returned_by_id_c4849da6 ON public.calls_callevent USING btree (returned_by_id);
CREATE INDEX calls_callevent_taken_by_id_1a82cc9a ON public.calls_callevent USING btree (taken_by_id);
CREATE INDEX calls_callevent_unit_id_ab1bb65d ON public.calls_callevent USING btree (unit_id);
CREATE INDEX calls_calllegevent_agency_id_0d48b928 ON public.calls_calllegevent USING btree (agency_id);
CREATE INDEX calls_calllegevent_answered_by_id_1d76552b ON public.calls_calllegevent USING btree (answered_by_id);
CREATE INDEX calls_calllegevent_asked_by_id_68bc8032 ON public.calls_calllegevent USING btree (asked_by_id);
CREATE INDEX calls_calllegevent_call_id_7b4fdb35 ON public.calls_calllegevent USING btree (call_id);
CREATE INDEX calls_calllegevent_incident_id_d40d96de ON public.calls_calllegevent USING btree (incident_id);
CREATE INDEX calls_calllegevent_pgh_obj_id_df9cf52c ON public.calls_calllegevent USING btree (pgh_obj_id);
CREATE INDEX calls_callruleevent_pgh_obj_id_c8bae599 ON public.calls_callruleevent USING btree (pgh_obj_id);
CREATE INDEX calls_exchange_event_call_id_2798911e ON public.calls_exchange_event USING btree (call_id);
CREATE INDEX calls_leg_agency_id_e17e8a55 ON public.calls_leg USING btree (agency_id);
CREATE INDEX calls_leg_answered_by_id_6e0e5760 ON public.calls_leg USING btree (answered_by_id);
CREATE INDEX calls_leg_asked_by_id_b9d83bf2 ON public.calls_leg USING btree (asked_by_id);
CREATE INDEX calls_leg_call_id_c613232f ON public.calls_leg USING btree (call_id);
CREATE INDEX calls_leg_incident_id_f9c85c73 ON public.calls_leg USING btree (incident_id);
CREATE INDEX calls_leg_service_a4f36ebc ON public.calls_leg USING btree (service);
CREATE INDEX calls_leg_service_a4f36ebc_like ON public.calls_leg USING btree (service varchar_pattern_ops);
CREATE INDEX calls_line_agency_id_0930a7b5 ON public.calls_line USING btree (agency_id);
CREATE INDEX calls_line_changed_by_id_4fb94965 ON public.calls_line USING btree (changed_by_id);
CREATE INDEX calls_line_service_d334fd09 ON public.calls_line USING btree (service);
CREATE INDEX calls_line_service_d334fd09_like ON public.calls_line USING btree (service varchar_pattern_ops);
CREATE INDEX calls_line_unit_id_dde934aa ON public.calls_line USING btree (unit_id);
CREATE INDEX calls_lineevent_agency_id_7dc2dcc7 ON public.calls_lineevent USING btree (agency_id);
CREATE INDEX calls_lineevent_changed_by_id_851d5dbb ON public.calls_lineevent USING btree (changed_by_id);
CREATE INDEX calls_lineevent_pgh_obj_id_2fed5f6a ON public.calls_lineevent USING btree (pgh_obj_id);
CREATE INDEX calls_lineevent_unit_id_d7a899e9 ON public.calls_lineevent USING btree (unit_id);
CREATE INDEX calls_newest ON public.calls_call USING btree (received_at DESC);
CREATE INDEX calls_number_mark_ended_by_id_a099688b ON public.calls_number_mark USING btree (ended_by_id);
CREATE INDEX calls_number_mark_marked_by_id_5ca2c981 ON public.calls_number_mark USING btree (marked_by_id);
CREATE INDEX calls_numbermarkevent_ended_by_id_84c2c176 ON public.calls_numbermarkevent USING btree (ended_by_id);
CREATE INDEX calls_numbermarkevent_marked_by_id_9b90e612 ON public.calls_numbermarkevent USING btree (marked_by_id);
CREATE INDEX calls_numbermarkevent_pgh_obj_id_7b6f3655 ON public.calls_numbermarkevent USING btree (pgh_obj_id);
CREATE INDEX calls_of_incident ON public.calls_call USING btree (incident_id);
CREATE INDEX calls_of_number ON public.calls_call USING btree (caller_number, received_at DESC);
CREATE INDEX calls_place_link_call_id_09e8c741 ON public.calls_place_link USING btree (call_id);
CREATE INDEX calls_place_link_sent_by_id_08cc93f3 ON public.calls_place_link USING btree (sent_by_id);
CREATE INDEX calls_place_link_token_hash_6b3d9f23_like ON public.calls_place_link USING btree (token_hash varchar_pattern_ops);
CREATE INDEX calls_placelinkevent_call_id_c8f438bf ON public.calls_placelinkevent USING btree (call_id);
CREATE INDEX calls_placelinkevent_pgh_obj_id_3aca0130 ON public.calls_placelinkevent USING btree (pgh_obj_id);
CREATE INDEX calls_placelinkevent_sent_by_id_7f3820e5 ON public.calls_placelinkevent USING btree (sent_by_id);
CREATE INDEX calls_protocol_card_code_45039c90 ON public.calls_protocol_card USING btree (code);
CREATE INDEX calls_protocol_card_code_45039c90_like ON public.calls_protocol_card USING btree (code varchar_pattern_ops);
CREATE INDEX calls_protocolcardevent_pgh_obj_id_949e3bd8 ON public.calls_protocolcardevent USING btree (pgh_obj_id);
CREATE INDEX calls_recording_hold_call_id_120b54b3 ON public.calls_recording_hold USING btree (call_id);
CREATE INDEX calls_recording_hold_ended_by_id_b206cb38 ON public.calls_recording_hold USING btree (ended_by_id);
CREATE INDEX calls_recording_hold_held_by_id_89018259 ON public.calls_recording_hold USING btree (held_by_id);
CREATE INDEX calls_recordingholdevent_call_id_da2e275c ON public.calls_recordingholdevent USING btree (call_id);
CREATE INDEX calls_recordingholdevent_ended_by_id_dbc9e849 ON public.calls_recordingholdevent USING btree (ended_by_id);
CREATE INDEX calls_recordingholdevent_held_by_id_bfd7f835 ON public.calls_recordingholdevent USING btree (held_by_id);
CREATE INDEX calls_recordingholdevent_pgh_obj_id_5cdbe7f3 ON public.calls_recordingholdevent USING btree (pgh_obj_id);
CREATE INDEX calls_rule_code_c795363c ON public.calls_rule USING btree (code);
CREATE INDEX calls_rule_code_c795363c_like ON public.calls_rule USING btree (code varchar_pattern_ops);
CREATE INDEX calls_search_text ON public.calls_call USING gin (search_text public.gin_trgm_ops);
CREATE INDEX calls_service_code_35a2dda9 ON public.calls_service USING btree (code);
CREATE INDEX calls_service_code_35a2dda9_like ON public.calls_service USING btree (code varchar_pattern_ops);
CREATE INDEX calls_serviceevent_pgh_obj_id_366861c5 ON public.calls_serviceevent USING btree (pgh_obj_id);
CREATE INDEX calls_street_unit_id_db7b8729 ON public.calls_street USING btree (unit_id);
CREATE UNIQUE INDEX camera_in_one_state ON public.cameras_period USING btree (camera_id) WHERE (ended_at IS NULL);
CREATE INDEX cameras_camera_agency_id_ef4b55d1 ON public.cameras_camera USING btree (agency_id);
CREATE INDEX cameras_camera_changed_by_id_b36357a8 ON public.cameras_camera USING btree (changed_by_id);
CREATE INDEX cameras_camera_code_ab4ada00_like ON public.cameras_camera USING btree (code varchar_pattern_ops);
CREATE INDEX cameras_camera_recorder_id_71ff77e9 ON public.cameras_camera USING btree (recorder_id);
CREATE INDEX cameras_camera_unit_id_f023b2f8 ON public.cameras_camera USING btree (unit_id);
CREATE INDEX cameras_cameraevent_agency_id_ad54f065 ON public.cameras_cameraevent USING btree (agency_id);
CREATE INDEX cameras_cameraevent_changed_by_id_224b3c16 ON public.cameras_cameraevent USING btree (changed_by_id);
CREATE INDEX cameras_cameraevent_pgh_obj_id_231ed655 ON public.cameras_cameraevent USING btree (pgh_obj_id);
CREATE INDEX cameras_cameraevent_recorder_id_cb83e403 ON public.cameras_cameraevent USING btree (recorder_id);
CREATE INDEX cameras_cameraevent_unit_id_14d4c706 ON public.cameras_cameraevent USING btree (unit_id);
CREATE INDEX cameras_cameragrantevent_agency_id_4e18570b ON public.cameras_cameragrantevent USING btree (agency_id);
CREATE INDEX cameras_cameragrantevent_granted_by_id_e51c7b41 ON public.cameras_cameragrantevent USING btree (granted_by_id);
CREATE INDEX cameras_cameragrantevent_owner_id_15e446ed ON public.cameras_cameragrantevent USING btree (owner_id);
CREATE INDEX cameras_cameragrantevent_pgh_obj_id_820bf73e ON public.cameras_cameragrantevent USING btree (pgh_obj_id);
CREATE INDEX cameras_cameraruleevent_pgh_obj_id_47f0e67e ON public.cameras_cameraruleevent USING btree (pgh_obj_id);
CREATE INDEX cameras_due ON public.cameras_health USING btree (next_at);
CREATE INDEX cameras_grant_agency_id_181ffea2 ON public.cameras_grant USING btree (agency_id);
CREATE INDEX cameras_grant_granted_by_id_23cfb431 ON public.cameras_grant USING btree (granted_by_id);
CREATE INDEX cameras_grant_group_d6921ece ON public.cameras_grant USING btree ("group");
CREATE INDEX cameras_grant_group_d6921ece_like ON public.cameras_grant USING btree ("group" varchar_pattern_ops);
CREATE INDEX cameras_grant_owner_id_9c2599cf ON public.cameras_grant USING btree (owner_id);
CREATE INDEX cameras_grant_purpose_3ea4cf72 ON public.cameras_grant USING btree (purpose);
CREATE INDEX cameras_grant_purpose_3ea4cf72_like ON public.cameras_grant USING btree (purpose varchar_pattern_ops);
CREATE INDEX cameras_health_confirmed_by_id_f75c68ff ON public.cameras_health USING btree (confirmed_by_id);
CREATE INDEX cameras_period_camera_id_ae6d0aeb ON public.cameras_period USING btree (camera_id);
CREATE INDEX cameras_periods ON public.cameras_period USING btree (camera_id, began_at DESC);
CREATE INDEX cameras_place ON public.cameras_camera USING btree (lat, lon);
CREATE INDEX cameras_recorder_agency_id_399f516e ON public.cameras_recorder USING btree (agency_id);
CREATE INDEX cameras_recorder_code_0548a207_like ON public.cameras_recorder USING btree (code varchar_pattern_ops);
CREATE INDEX cameras_recorderevent_agency_id_66b8ead0 ON public.cameras_recorderevent USING btree (agency_id);
CREATE INDEX cameras_recorderevent_pgh_obj_id_df4d9f59 ON public.cameras_recorderevent USING btree (pgh_obj_id);
CREATE INDEX cameras_rule_code_f113f6cd ON public.cameras_rule USING btree (code);
CREATE INDEX cameras_rule_code_f113f6cd_like ON public.cameras_rule USING btree (code varchar_pattern_ops);
CREATE UNIQUE INDEX check_in_open_once ON public.forces_check_in USING btree (assignment_id) WHERE (answered_at IS NULL);
CREATE INDEX check_ins_due ON public.forces_check_in USING btree (due_at) WHERE (answered_at IS NULL);
CREATE INDEX code_list_entries_in_order ON public.codelists_entry USING btree (release_id, "position");
CREATE UNIQUE INDEX code_list_one_draft ON public.codelists_release USING btree (list_id) WHERE ((status)::text = 'draft'::text);
CREATE UNIQUE INDEX code_list_one_release_a_day ON public.codelists_release USING btree (list_id, valid_from) WHERE ((status)::text = 'published'::text);
CREATE INDEX codelists_codelistevent_owner_id_8919f0b7 ON public.codelists_codelistevent USING btree (owner_id);
CREATE INDEX codelists_codelistevent_pgh_obj_id_3a1c8b1d ON public.codelists_codelistevent USING btree (pgh_obj_id);
CREATE INDEX codelists_entry_release_id_569c60c0 ON public.codelists_entry USING btree (release_id);
CREATE INDEX codelists_entryevent_pgh_obj_id_84b2b8f3 ON public.codelists_entryevent USING btree (pgh_obj_id);
CREATE INDEX codelists_entryevent_release_id_c54d03fa ON public.codelists_entryevent USING btree (release_id);
CREATE INDEX codelists_list_code_fe7177b0_like ON public.codelists_list USING btree (code varchar_pattern_ops);
CREATE INDEX codelists_list_owner_id_c4c86627 ON public.codelists_list USING btree (owner_id);
CREATE INDEX codelists_release_list_id_77c1eb9b ON public.codelists_release USING btree (list_id);
CREATE INDEX codelists_release_made_by_id_3238ae8f ON public.codelists_release USING btree (made_by_id);
CREATE INDEX codelists_release_published_by_id_fae0c85b ON public.codelists_release USING btree (published_by_id);
CREATE INDEX codelists_releaseevent_list_id_5d33ca03 ON public.codelists_releaseevent USING btree (list_id);
CREATE INDEX codelists_releaseevent_made_by_id_a2258406 ON public.codelists_releaseevent USING btree (made_by_id);
CREATE INDEX codelists_releaseevent_pgh_obj_id_8b4aeacb ON public.codelists_releaseevent USING btree (pgh_obj_id);
CREATE INDEX codelists_releaseevent_published_by_id_ac829515 ON public.codelists_releaseevent USING btree (published_by_id);
CREATE INDEX commands_channel_agency_id_032ea6ff ON public.commands_channel USING btree (agency_id);
CREATE INDEX commands_channel_changed_by_id_0b95a5c6 ON public.commands_channel USING btree (changed_by_id);
CREATE INDEX commands_channel_code_41065735_like ON public.commands_channel USING btree (code varchar_pattern_ops);
CREATE INDEX commands_channel_secret_channel_id_3b8d1d52 ON public.commands_channel_secret USING btree (channel_id);
CREATE INDEX commands_channel_unit_id_3513f9cd ON public.commands_channel USING btree (unit_id);
CREATE INDEX commands_channelevent_agency_id_b24c02e2 ON public.commands_channelevent USING btree (agency_id);
CREATE INDEX commands_channelevent_changed_by_id_a9ad28b3 ON public.commands_channelevent USING btree (changed_by_id);
CREATE INDEX commands_channelevent_pgh_obj_id_7f3beca2 ON public.commands_channelevent USING btree (pgh_obj_id);
CREATE INDEX commands_channelevent_unit_id_52ac21ed ON public.commands_channelevent USING btree (unit_id);
CREATE INDEX commands_command_agency_id_df91adef ON public.commands_command USING btree (agency_id);
CREATE INDEX commands_command_asked_by_id_3b9b8e90 ON public.commands_command USING btree (asked_by_id);
CREATE INDEX commands_command_channel_id_e82bf23f ON public.commands_command USING btree (channel_id);
CREATE INDEX commands_command_code_7293fa3c ON public.commands_command USING btree (code);
CREATE INDEX commands_command_code_7293fa3c_like ON public.commands_command USING btree (code varchar_pattern_ops);
CREATE INDEX commands_command_decided_by_id_0fb7d3c2 ON public.commands_command USING btree (decided_by_id);
CREATE INDEX commands_command_pack_797dc7b4 ON public.commands_command USING btree (pack);
CREATE INDEX commands_command_pack_797dc7b4_like ON public.commands_command USING btree (pack varchar_pattern_ops);
CREATE INDEX commands_command_unit_id_3b370dab ON public.commands_command USING btree (unit_id);
CREATE INDEX commands_commandevent_agency_id_d7584851 ON public.commands_commandevent USING btree (agency_id);
CREATE INDEX commands_commandevent_asked_by_id_befb1c86 ON public.commands_commandevent USING btree (asked_by_id);
CREATE INDEX commands_commandevent_channel_id_63beb0cb ON public.commands_commandevent USING btree (channel_id);
CREATE INDEX commands_commandevent_decided_by_id_c33ae33f ON public.commands_commandevent USING btree (decided_by_id);
CREATE INDEX commands_commandevent_pgh_obj_id_5926d45d ON public.commands_commandevent USING btree (pgh_obj_id);
CREATE INDEX commands_commandevent_unit_id_62d07ceb ON public.commands_commandevent USING btree (unit_id);
CREATE INDEX commands_of_entity ON public.commands_command USING btree (urn, asked_at DESC);
CREATE INDEX commands_state ON public.commands_command USING btree (state);
CREATE INDEX connectors_import_agency_id_8346f499 ON public.connectors_import USING btree (agency_id);
CREATE INDEX connectors_import_newest ON public.connectors_import USING btree (created_at DESC);
CREATE INDEX connectors_import_requested_by_id_df8c61f7 ON public.connectors_import USING btree (requested_by_id);
CREATE INDEX connectors_import_unit_id_dc4fc8fc ON public.connectors_import USING btree (unit_id);
CREATE INDEX connectors_message_newest ON public.connectors_source_message USING btree (source_id, sent_at DESC);
CREATE INDEX connectors_message_same ON public.connectors_source_message USING btree (source_id, digest, id DESC);
CREATE INDEX connectors_message_sent ON public.connectors_source_message USING btree (sent_at);
CREATE INDEX connectors_reject_by_line ON public.connectors_reject USING btree (import_id, line);
CREATE INDEX connectors_reject_import_id_e6281907 ON public.connectors_reject USING btree (import_id);
CREATE INDEX connectors_source_agency_id_1e7588b0 ON public.connectors_source USING btree (agency_id);
CREATE INDEX connectors_source_code_147c9a00_like ON public.connectors_source USING btree (code varchar_pattern_ops);
CREATE INDEX connectors_source_created_by_id_7c210795 ON public.connectors_source USING btree (created_by_id);
CREATE INDEX connectors_source_message_run_id_1ad1f2b1 ON public.connectors_source_message USING btree (run_id);
CREATE INDEX connectors_source_message_source_id_50e1c1a8 ON public.connectors_source_message USING btree (source_id);
CREATE INDEX connectors_source_next ON public.connectors_source_standing USING btree (next_at);
CREATE INDEX connectors_source_reject_run_id_5d8817e9 ON public.connectors_source_reject USING btree (run_id);
CREATE INDEX connectors_source_run_newest ON public.connectors_source_run USING btree (source_id, begun_at DESC);
CREATE INDEX connectors_source_run_source_id_50a9d6ee ON public.connectors_source_run USING btree (source_id);
CREATE INDEX connectors_source_secret_source_id_061f67d0 ON public.connectors_source_secret USING btree (source_id);
CREATE INDEX connectors_source_unit_id_66e029f0 ON public.connectors_source USING btree (unit_id);
CREATE INDEX connectors_sourceevent_agency_id_27117070 ON public.connectors_sourceevent USING btree (agency_id);
CREATE INDEX connectors_sourceevent_created_by_id_0b04cbcc ON public.connectors_sourceevent USING btree (created_by_id);
CREATE INDEX connectors_sourceevent_pgh_obj_id_47ef4702 ON public.connectors_sourceevent USING btree (pgh_obj_id);
CREATE INDEX connectors_sourceevent_unit_id_ac1a8275 ON public.connectors_sourceevent USING btree (unit_id);
CREATE INDEX connectors_taken_content_source_id_92b75ce1 ON public.connectors_taken_content USING btree (source_id);
CREATE UNIQUE INDEX crew_signed_on_once ON public.crews_duty USING btree (person_id) WHERE (ended_at IS NULL);
CREATE INDEX crews_attachment_incident_id_c417b0d5 ON public.crews_attachment USING btree (incident_id);
CREATE INDEX crews_attachments_by_hash ON public.crews_attachment USING btree (sha256);
CREATE INDEX crews_attachments_of_case ON public.crews_attachment USING btree (incident_id, id);
CREATE INDEX crews_attachments_oldest ON public.crews_attachment USING btree (recorded_at);
CREATE INDEX crews_crewdutyevent_ended_by_id_111740b1 ON public.crews_crewdutyevent USING btree (ended_by_id);
CREATE INDEX crews_crewdutyevent_force_id_f0a2dfd9 ON public.crews_crewdutyevent USING btree (force_id);
CREATE INDEX crews_crewdutyevent_person_id_703acf8c ON public.crews_crewdutyevent USING btree (person_id);
CREATE INDEX crews_crewdutyevent_pgh_obj_id_2445d18d ON public.crews_crewdutyevent USING btree (pgh_obj_id);
CREATE INDEX crews_crewruleevent_pgh_obj_id_3218ca49 ON public.crews_crewruleevent USING btree (pgh_obj_id);
CREATE INDEX crews_deed_assignment_id_05bc01b9 ON public.crews_deed USING btree (assignment_id);
CREATE INDEX crews_deed_client_id_06a67996_like ON public.crews_deed USING btree (client_id varchar_pattern_ops);
CREATE INDEX crews_deed_duty_id_ceea9c86 ON public.crews_deed USING btree (duty_id);
CREATE INDEX crews_deed_person_id_f5179942 ON public.crews_deed USING btree (person_id);
CREATE INDEX crews_deeds_of_device ON public.crews_deed USING btree (device, number DESC);
CREATE INDEX crews_duty_ended_by_id_8264797a ON public.crews_duty USING btree (ended_by_id);
CREATE INDEX crews_duty_force_id_eba4b390 ON public.crews_duty USING btree (force_id);
CREATE INDEX crews_duty_person_id_238320f3 ON public.crews_duty USING btree (person_id);
CREATE INDEX crews_ended ON public.crews_duty USING btree (ended_at DESC);
CREATE INDEX crews_of_force ON public.crews_duty USING btree (force_id) WHERE (ended_at IS NULL);
CREATE INDEX crews_rule_code_7244b09f ON public.crews_rule USING btree (code);
CREATE INDEX crews_rule_code_7244b09f_like ON public.crews_rule USING btree (code varchar_pattern_ops);
CREATE INDEX dispatch_target_code_3261c12c ON public.dispatch_target USING btree (code);
CREATE INDEX dispatch_target_code_3261c12c_like ON public.dispatch_target USING btree (code varchar_pattern_ops);
CREATE INDEX dispatch_target_service_63a39e0e ON public.dispatch_target USING btree (service);
CREATE INDEX dispatch_target_service_63a39e0e_like ON public.dispatch_target USING btree (service varchar_pattern_ops);
CREATE INDEX dispatch_targetevent_pgh_obj_id_3ca32124 ON public.dispatch_targetevent USING btree (pgh_obj_id);
CREATE INDEX django_session_expire_date_a5c62663 ON public.django_session USING btree (expire_date);
CREATE INDEX django_session_session_key_c0390e0f_like ON public.django_session USING btree (session_key varchar_pattern_ops);
CREATE INDEX drills_done_key_a74d57b8_like ON public.drills_done USING btree (key varchar_pattern_ops);
CREATE INDEX drills_drill_agency_id_281230fa ON public.drills_drill USING btree (agency_id);
CREATE INDEX drills_drill_ended_by_id_067f06ed ON public.drills_drill USING btree (ended_by_id);
CREATE INDEX drills_drill_made_by_id_f8c7ab4d ON public.drills_drill USING btree (made_by_id);
CREATE INDEX drills_drill_name_548db45f_like ON public.drills_drill USING btree (name varchar_pattern_ops);
CREATE INDEX drills_drillevent_agency_id_1a1a750d ON public.drills_drillevent USING btree (agency_id);
CREATE INDEX drills_drillevent_ended_by_id_b981506f ON public.drills_drillevent USING btree (ended_by_id);
CREATE INDEX drills_drillevent_made_by_id_1b236abf ON public.drills_drillevent USING btree (made_by_id);
CREATE INDEX drills_drillevent_pgh_obj_id_d85a0016 ON public.drills_drillevent USING btree (pgh_obj_id);
CREATE INDEX drills_newest ON public.drills_drill USING btree (made_at DESC);
CREATE INDEX duty_hush_of ON public.duty_hush USING btree (person_id, at DESC);
CREATE INDEX duty_hush_person_id_126c0951 ON public.duty_hush USING btree (person_id);
CREATE INDEX duty_override_decided_by_id_040160f9 ON public.duty_override USING btree (decided_by_id);
CREATE INDEX duty_override_of ON public.duty_override USING btree (roster_id, ends_at);
CREATE INDEX duty_override_roster_id_6768f145 ON public.duty_override USING btree (roster_id);
CREATE INDEX duty_overrideevent_decided_by_id_fb82555c ON public.duty_overrideevent USING btree (decided_by_id);
CREATE INDEX duty_overrideevent_pgh_obj_id_ff443709 ON public.duty_overrideevent USING btree (pgh_obj_id);
CREATE INDEX duty_overrideevent_roster_id_8523e886 ON public.duty_overrideevent USING btree (roster_id);
CREATE INDEX duty_pattern_place_pattern_id_e495d84a ON public.duty_pattern_place USING btree (pattern_id);
CREATE INDEX duty_pattern_place_person_id_29302c10 ON public.duty_pattern_place USING btree (person_id);
CREATE INDEX duty_pattern_recorded_by_id_2ee582fe ON public.duty_pattern USING btree (recorded_by_id);
CREATE INDEX duty_pattern_roster_id_08186a35 ON public.duty_pattern USING btree (roster_id);
CREATE INDEX duty_patternevent_pgh_obj_id_46ac813a ON public.duty_patternevent USING btree (pgh_obj_id);
CREATE INDEX duty_patternevent_recorded_by_id_a0ebaeb3 ON public.duty_patternevent USING btree (recorded_by_id);
CREATE INDEX duty_patternevent_roster_id_964197de ON public.duty_patternevent USING btree (roster_id);
CREATE INDEX duty_patternplaceevent_pattern_id_1f2320ce ON public.duty_patternplaceevent USING btree (pattern_id);
CREATE INDEX duty_patternplaceevent_person_id_172e8f8f ON public.duty_patternplaceevent USING btree (person_id);
CREATE INDEX duty_patternplaceevent_pgh_obj_id_c452d25e ON public.duty_patternplaceevent USING btree (pgh_obj_id);
CREATE INDEX duty_policy_agency_id_dbece37f ON public.duty_policy USING btree (agency_id);
CREATE INDEX duty_policy_code_8a6b3037 ON public.duty_policy USING btree (code);
CREATE INDEX duty_policy_code_8a6b3037_like ON public.duty_policy USING btree (code varchar_pattern_ops);
CREATE INDEX duty_policyevent_agency_id_d70268a2 ON public.duty_policyevent USING btree (agency_id);
CREATE INDEX duty_policyevent_pgh_obj_id_583f01c9 ON public.duty_policyevent USING btree (pgh_obj_id);
CREATE INDEX duty_roster_agency_id_dd27eebe ON public.duty_roster USING btree (agency_id);
CREATE INDEX duty_roster_code_38090896_like ON public.duty_roster USING btree (code varchar_pattern_ops);
CREATE INDEX duty_roster_unit_id_2acaed88 ON public.duty_roster USING btree (unit_id);
CREATE INDEX duty_rosterevent_agency_id_12a83770 ON public.duty_rosterevent USING btree (agency_id);
CREATE INDEX duty_rosterevent_pgh_obj_id_9aba4972 ON public.duty_rosterevent USING btree (pgh_obj_id);
CREATE INDEX duty_rosterevent_unit_id_94f4b0d3 ON public.duty_rosterevent USING btree (unit_id);
CREATE INDEX duty_route_agency_id_e5dc0258 ON public.duty_route USING btree (agency_id);
CREATE INDEX duty_route_code_d776f1c6 ON public.duty_route USING btree (code);
CREATE INDEX duty_route_code_d776f1c6_like ON public.duty_route USING btree (code varchar_pattern_ops);
CREATE INDEX duty_route_unit_id_437fa59a ON public.duty_route USING btree (unit_id);
CREATE INDEX duty_routeevent_agency_id_0f9b0345 ON public.duty_routeevent USING btree (agency_id);
CREATE INDEX duty_routeevent_pgh_obj_id_dd78cace ON public.duty_routeevent USING btree (pgh_obj_id);
CREATE INDEX duty_routeevent_unit_id_7de95b05 ON public.duty_routeevent USING btree (unit_id);
CREATE INDEX duty_run_agency_id_9b6c0611 ON public.duty_run USING btree (agency_id);
CREATE INDEX duty_run_code_24da5580_like ON public.duty_run USING btree (code varchar_pattern_ops);
CREATE INDEX duty_run_due ON public.duty_run USING btree (due_at) WHERE ((state)::text = 'open'::text);
CREATE INDEX duty_run_line_key ON public.duty_run_line USING btree (key);
CREATE INDEX duty_run_line_of ON public.duty_run_line USING btree (run_id, id);
CREATE INDEX duty_run_line_person_id_cd5c983c ON public.duty_run_line USING btree (person_id);
CREATE INDEX duty_run_line_roster_id_b64ffeb6 ON public.duty_run_line USING btree (roster_id);
CREATE INDEX duty_run_line_run_id_41292562 ON public.duty_run_line USING btree (run_id);
CREATE INDEX duty_run_newest ON public.duty_run USING btree (began_at DESC);
CREATE INDEX duty_run_of ON public.duty_run USING btree (kind, reference);
CREATE INDEX duty_run_policy_id_f4a8d1e6 ON public.duty_run USING btree (policy_id);
CREATE INDEX duty_run_taken_by_id_eac21d32 ON public.duty_run USING btree (taken_by_id);
CREATE INDEX duty_run_unit_id_c1fa1795 ON public.duty_run USING btree (unit_id);
CREATE INDEX duty_runevent_agency_id_2db7193d ON public.duty_runevent USING btree (agency_id);
CREATE INDEX duty_runevent_pgh_obj_id_0c3a82c8 ON public.duty_runevent USING btree (pgh_obj_id);
CREATE INDEX duty_runevent_policy_id_788b7e17 ON public.duty_runevent USING btree (policy_id);
CREATE INDEX duty_runevent_taken_by_id_55fa1778 ON public.duty_runevent USING btree (taken_by_id);
CREATE INDEX duty_runevent_unit_id_d5c9b0df ON public.duty_runevent USING btree (unit_id);
CREATE INDEX duty_step_agency_id_2945a871 ON public.duty_step USING btree (agency_id);
CREATE INDEX duty_step_policy_id_a560e17c ON public.duty_step USING btree (policy_id);
CREATE INDEX duty_step_roster_id_3fdf3de6 ON public.duty_step USING btree (roster_id);
CREATE INDEX duty_stepevent_agency_id_9266be8c ON public.duty_stepevent USING btree (agency_id);
CREATE INDEX duty_stepevent_pgh_obj_id_aeb6c120 ON public.duty_stepevent USING btree (pgh_obj_id);
CREATE INDEX duty_stepevent_policy_id_5f480780 ON public.duty_stepevent USING btree (policy_id);
CREATE INDEX duty_stepevent_roster_id_b1241b72 ON public.duty_stepevent USING btree (roster_id);
CREATE INDEX duty_swap_asker_id_c3b7b0b3 ON public.duty_swap USING btree (asker_id);
CREATE INDEX duty_swap_of ON public.duty_swap USING btree (roster_id, state);
CREATE INDEX duty_swap_other_id_2420ea26 ON public.duty_swap USING btree (other_id);
CREATE INDEX duty_swap_roster_id_da8d508e ON public.duty_swap USING btree (roster_id);
CREATE INDEX duty_swapevent_asker_id_3a2114ff ON public.duty_swapevent USING btree (asker_id);
CREATE INDEX duty_swapevent_other_id_4fddd700 ON public.duty_swapevent USING btree (other_id);
CREATE INDEX duty_swapevent_pgh_obj_id_b2e076f7 ON public.duty_swapevent USING btree (pgh_obj_id);
CREATE INDEX duty_swapevent_roster_id_b54c4ffa ON public.duty_swapevent USING btree (roster_id);
CREATE INDEX entities_act_by_id_4c3b3de2 ON public.entities_act USING btree (by_id);
CREATE INDEX entities_attribute_term ON public.entities_attribute USING btree (term_id, kind, entity_id);
CREATE INDEX entities_complaint_last ON public.entities_complaint USING btree (last_at);
CREATE INDEX entities_entity_above ON public.entities_entity USING gin (public.entities_above(scopes)) WHERE (scopes IS NOT NULL);
CREATE INDEX entities_entity_place ON public.entities_entity USING gist (place) WHERE (place IS NOT NULL);
CREATE INDEX entities_entity_shape ON public.entities_entity USING gist (place) WHERE ((place IS NOT NULL) AND (NOT (place[0] ~= place[1])));
CREATE INDEX entities_entity_types ON public.entities_entity USING gin (types);
CREATE INDEX entities_entity_unit ON public.entities_entity USING btree (unit_id);
CREATE INDEX entities_flush_in_order ON public.entities_flush USING btree (tx, id);
CREATE INDEX entities_history_apart ON ONLY public.entities_history USING btree (entity_id, term_id, dataset_id, recorded_at) WHERE (((recorded_at - observed_at) < '-06:00:00'::interval) OR ((recorded_at - observed_at) > '06:00:00'::interval));
CREATE INDEX entities_history_ends ON ONLY public.entities_history USING btree (entity_id, term_id, dataset_id) WHERE (kind = 0);
CREATE INDEX entities_history_flush ON ONLY public.entities_history USING brin (flush_id) WITH (pages_per_range='16', autosummarize='on');
CREATE INDEX entities_notification_dead ON public.entities_notification USING btree (dead_at, id) WHERE (dead_at IS NOT NULL);
CREATE INDEX entities_notification_of ON public.entities_notification USING btree (subscription_id);
CREATE INDEX entities_notification_queue ON public.entities_notification USING btree (endpoint, id) WHERE (dead_at IS NULL);
CREATE INDEX entities_subscription_key ON public.entities_subscription USING btree (key_id);
CREATE INDEX entities_term_short ON public.entities_term USING btree (short);
CREATE INDEX entities_words_found ON public.entities_words USING gin (words public.gin_trgm_ops);
CREATE INDEX entities_words_in_order ON public.entities_words USING btree (urn, entity_id);
CREATE UNIQUE INDEX figure_one_holds_per_cell ON public.indicators_figure USING btree (code, starts_at, unit_id, agency_id) NULLS NOT DISTINCT WHERE (superseded_at IS NULL);
CREATE UNIQUE INDEX force_sent_once ON public.forces_assignment USING btree (force_id) WHERE (ended_at IS NULL);
CREATE INDEX forces_assignment_ended_by_id_ba7460e4 ON public.forces_assignment USING btree (ended_by_id);
CREATE INDEX forces_assignment_force_id_8269352e ON public.forces_assignment USING btree (force_id);
CREATE INDEX forces_assignment_incident_id_8caeae83 ON public.forces_assignment USING btree (incident_id);
CREATE INDEX forces_assignment_sent_by_id_847439a3 ON public.forces_assignment USING btree (sent_by_id);
CREATE INDEX forces_assignmentevent_ended_by_id_a02c33ab ON public.forces_assignmentevent USING btree (ended_by_id);
CREATE INDEX forces_assignmentevent_force_id_696bfc1f ON public.forces_assignmentevent USING btree (force_id);
CREATE INDEX forces_assignmentevent_incident_id_b3361e4a ON public.forces_assignmentevent USING btree (incident_id);
CREATE INDEX forces_assignmentevent_pgh_obj_id_a04b9d1b ON public.forces_assignmentevent USING btree (pgh_obj_id);
CREATE INDEX forces_assignmentevent_sent_by_id_f0527cf4 ON public.forces_assignmentevent USING btree (sent_by_id);
CREATE INDEX forces_by_service ON public.forces_force USING btree (service, state);
CREATE INDEX forces_check_in_answered_by_id_f3103ad3 ON public.forces_check_in USING btree (answered_by_id);
CREATE INDEX forces_check_in_assignment_id_32e76888 ON public.forces_check_in USING btree (assignment_id);
CREATE INDEX forces_checkinevent_answered_by_id_5e024f6f ON public.forces_checkinevent USING btree (answered_by_id);
CREATE INDEX forces_checkinevent_assignment_id_45e38440 ON public.forces_checkinevent USING btree (assignment_id);
CREATE INDEX forces_checkinevent_pgh_obj_id_81e12d49 ON public.forces_checkinevent USING btree (pgh_obj_id);
CREATE INDEX forces_force_agency_id_23d167a2 ON public.forces_force USING btree (agency_id);
CREATE INDEX forces_force_call_sign_392417e9_like ON public.forces_force USING btree (call_sign varchar_pattern_ops);
CREATE INDEX forces_force_kind_81940279 ON public.forces_force USING btree (kind);
CREATE INDEX forces_force_kind_81940279_like ON public.forces_force USING btree (kind varchar_pattern_ops);
CREATE INDEX forces_force_service_fb520d9c ON public.forces_force USING btree (service);
CREATE INDEX forces_force_service_fb520d9c_like ON public.forces_force USING btree (service varchar_pattern_ops);
CREATE INDEX forces_force_state_by_id_b9ed7cbf ON public.forces_force USING btree (state_by_id);
CREATE INDEX forces_force_unit_id_138d663c ON public.forces_force USING btree (unit_id);
CREATE INDEX forces_forceevent_agency_id_2c045b3e ON public.forces_forceevent USING btree (agency_id);
CREATE INDEX forces_forceevent_pgh_obj_id_b665f107 ON public.forces_forceevent USING btree (pgh_obj_id);
CREATE INDEX forces_forceevent_state_by_id_aa30dc23 ON public.forces_forceevent USING btree (state_by_id);
CREATE INDEX forces_forceevent_unit_id_706a5e74 ON public.forces_forceevent USING btree (unit_id);
CREATE INDEX forces_log_assignment_id_e278fc4a ON public.forces_log USING btree (assignment_id);
CREATE INDEX forces_log_force_id_71a2be3c ON public.forces_log USING btree (force_id);
CREATE INDEX forces_log_newest ON public.forces_log USING btree (force_id, id DESC);
CREATE INDEX forces_log_person_id_9d340f11 ON public.forces_log USING btree (person_id);
CREATE INDEX forces_run_card_code_b4cf0748 ON public.forces_run_card USING btree (code);
CREATE INDEX forces_run_card_code_b4cf0748_like ON public.forces_run_card USING btree (code varchar_pattern_ops);
CREATE INDEX forces_runcardevent_pgh_obj_id_9934f0ca ON public.forces_runcardevent USING btree (pgh_obj_id);
CREATE UNIQUE INDEX grant_open_once ON public.accounts_role_grant USING btree (person_id, role_id, unit_id, group_id, agency_id) NULLS NOT DISTINCT WHERE (valid_to IS NULL);
CREATE UNIQUE INDEX handover_proposed_once ON public.shiftbook_handover USING btree (shift_id) WHERE ((state)::text = 'proposed'::text);
CREATE INDEX idx_procrastinate_jobs_worker_not_null ON public.procrastinate_jobs USING btree (worker_id) WHERE ((worker_id IS NOT NULL) AND (status = 'doing'::public.procrastinate_job_status));
CREATE INDEX idx_procrastinate_workers_last_heartbeat ON public.procrastinate_workers USING btree (last_heartbeat);
CREATE UNIQUE INDEX incident_leg_open_once ON public.incidents_leg USING btree (incident_id, agency_id) WHERE ((state)::text = ANY ((ARRAY['asked'::character varying, 'accepted'::character varying])::text[]));
CREATE INDEX incident_legs_of_agency ON public.incidents_leg USING btree (agency_id, state);
CREATE UNIQUE INDEX incident_merged_once ON public.incidents_merge USING btree (source_id) WHERE (undone_at IS NULL);
CREATE UNIQUE INDEX incident_one_open_per_alarm ON public.incidents_alarm USING btree (alarm_id) WHERE open;
CREATE INDEX incidents_alarm_alarm_id_9024f573 ON public.incidents_alarm USING btree (alarm_id);
CREATE INDEX incidents_alarm_incident_id_fb229cd3 ON public.incidents_alarm USING btree (incident_id);
CREATE INDEX incidents_by_status ON public.incidents_incident USING btree (status, opened_at DESC);
CREATE INDEX incidents_command_role_above_d289f388 ON public.incidents_command_role USING btree (above);
CREATE INDEX incidents_command_role_above_d289f388_like ON public.incidents_command_role USING btree (above varchar_pattern_ops);
CREATE INDEX incidents_command_role_code_0d4d4fc4 ON public.incidents_command_role USING btree (code);
CREATE INDEX incidents_command_role_code_0d4d4fc4_like ON public.incidents_command_role USING btree (code varchar_pattern_ops);
CREATE INDEX incidents_commandroleevent_pgh_obj_id_562d8723 ON public.incidents_commandroleevent USING btree (pgh_obj_id);
CREATE INDEX incidents_entity_incident_id_7144b972 ON public.incidents_entity USING btree (incident_id);
CREATE INDEX incidents_entity_urn ON public.incidents_entity USING btree (urn);
CREATE INDEX incidents_held_role_agency_id_391fc6c1 ON public.incidents_held_role USING btree (agency_id);
CREATE INDEX incidents_held_role_ended_by_id_b6f2801b ON public.incidents_held_role USING btree (ended_by_id);
CREATE INDEX incidents_held_role_given_by_id_4478ec87 ON public.incidents_held_role USING btree (given_by_id);
CREATE INDEX incidents_held_role_incident_id_101510aa ON public.incidents_held_role USING btree (incident_id);
CREATE INDEX incidents_held_role_person_id_72fa09b0 ON public.incidents_held_role USING btree (person_id);
CREATE INDEX incidents_held_role_role_id_0b727f55 ON public.incidents_held_role USING btree (role_id);
CREATE INDEX incidents_heldroleevent_agency_id_0d53d0e7 ON public.incidents_heldroleevent USING btree (agency_id);
CREATE INDEX incidents_heldroleevent_ended_by_id_06bf90e9 ON public.incidents_heldroleevent USING btree (ended_by_id);
CREATE INDEX incidents_heldroleevent_given_by_id_835b0dd2 ON public.incidents_heldroleevent USING btree (given_by_id);
CREATE INDEX incidents_heldroleevent_incident_id_a7dacb35 ON public.incidents_heldroleevent USING btree (incident_id);
CREATE INDEX incidents_heldroleevent_person_id_c4905fd8 ON public.incidents_heldroleevent USING btree (person_id);
CREATE INDEX incidents_heldroleevent_pgh_obj_id_8b69c406 ON public.incidents_heldroleevent USING btree (pgh_obj_id);
CREATE INDEX incidents_heldroleevent_role_id_545527cb ON public.incidents_heldroleevent USING btree (role_id);
CREATE INDEX incidents_incident_agency_id_e06d59d6 ON public.incidents_incident USING btree (agency_id);
CREATE INDEX incidents_incident_closed_by_id_f52b1596 ON public.incidents_incident USING btree (closed_by_id);
CREATE INDEX incidents_incident_code_e0c5565e_like ON public.incidents_incident USING btree (code varchar_pattern_ops);
CREATE INDEX incidents_incident_lead_id_2d54270d ON public.incidents_incident USING btree (lead_id);
CREATE INDEX incidents_incident_merged_into_id_75509a6d ON public.incidents_incident USING btree (merged_into_id);
CREATE INDEX incidents_incident_opened_by_id_06ceaa88 ON public.incidents_incident USING btree (opened_by_id);
CREATE INDEX incidents_incident_procedure_begun_by_id_ca3764d7 ON public.incidents_incident_procedure USING btree (begun_by_id);
CREATE INDEX incidents_incident_procedure_incident_id_ca18a719 ON public.incidents_incident_procedure USING btree (incident_id);
CREATE INDEX incidents_incident_procedure_procedure_id_5ac4a3db ON public.incidents_incident_procedure USING btree (procedure_id);
CREATE INDEX incidents_incident_unit_id_60f58d51 ON public.incidents_incident USING btree (unit_id);
CREATE INDEX incidents_incidentalarmevent_alarm_id_5131c182 ON public.incidents_incidentalarmevent USING btree (alarm_id);
CREATE INDEX incidents_incidentalarmevent_incident_id_1807511a ON public.incidents_incidentalarmevent USING btree (incident_id);
CREATE INDEX incidents_incidentalarmevent_pgh_obj_id_79e1cf7e ON public.incidents_incidentalarmevent USING btree (pgh_obj_id);
CREATE INDEX incidents_incidententityevent_incident_id_3a09b5f6 ON public.incidents_incidententityevent USING btree (incident_id);
CREATE INDEX incidents_incidententityevent_pgh_obj_id_8831928f ON public.incidents_incidententityevent USING btree (pgh_obj_id);
CREATE INDEX incidents_incidentevent_agency_id_15611b77 ON public.incidents_incidentevent USING btree (agency_id);
CREATE INDEX incidents_incidentevent_closed_by_id_aacb80c7 ON public.incidents_incidentevent USING btree (closed_by_id);
CREATE INDEX incidents_incidentevent_lead_id_93d3b1c4 ON public.incidents_incidentevent USING btree (lead_id);
CREATE INDEX incidents_incidentevent_merged_into_id_990dc69a ON public.incidents_incidentevent USING btree (merged_into_id);
CREATE INDEX incidents_incidentevent_opened_by_id_73292bc1 ON public.incidents_incidentevent USING btree (opened_by_id);
CREATE INDEX incidents_incidentevent_pgh_obj_id_078d994b ON public.incidents_incidentevent USING btree (pgh_obj_id);
CREATE INDEX incidents_incidentevent_unit_id_7605303b ON public.incidents_incidentevent USING btree (unit_id);
CREATE INDEX incidents_incidentlegevent_agency_id_824a783f ON public.incidents_incidentlegevent USING btree (agency_id);
CREATE INDEX incidents_incidentlegevent_answered_by_id_a60376f8 ON public.incidents_incidentlegevent USING btree (answered_by_id);
CREATE INDEX incidents_incidentlegevent_asked_by_id_897c29f3 ON public.incidents_incidentlegevent USING btree (asked_by_id);
CREATE INDEX incidents_incidentlegevent_ended_by_id_636c6f83 ON public.incidents_incidentlegevent USING btree (ended_by_id);
CREATE INDEX incidents_incidentlegevent_incident_id_f631abbf ON public.incidents_incidentlegevent USING btree (incident_id);
CREATE INDEX incidents_incidentlegevent_pgh_obj_id_b88c1152 ON public.incidents_incidentlegevent USING btree (pgh_obj_id);
CREATE INDEX incidents_incidentlegevent_unit_id_2642c8ec ON public.incidents_incidentlegevent USING btree (unit_id);
CREATE INDEX incidents_incidentlinkevent_ended_by_id_05335926 ON public.incidents_incidentlinkevent USING btree (ended_by_id);
CREATE INDEX incidents_incidentlinkevent_first_id_d3b749d9 ON public.incidents_incidentlinkevent USING btree (first_id);
CREATE INDEX incidents_incidentlinkevent_made_by_id_c945125e ON public.incidents_incidentlinkevent USING btree (made_by_id);
CREATE INDEX incidents_incidentlinkevent_pgh_obj_id_21863e2f ON public.incidents_incidentlinkevent USING btree (pgh_obj_id);
CREATE INDEX incidents_incidentlinkevent_second_id_f0740b7f ON public.incidents_incidentlinkevent USING btree (second_id);
CREATE INDEX incidents_incidentmergeevent_by_id_940c5221 ON public.incidents_incidentmergeevent USING btree (by_id);
CREATE INDEX incidents_incidentmergeevent_pgh_obj_id_af99210b ON public.incidents_incidentmergeevent USING btree (pgh_obj_id);
CREATE INDEX incidents_incidentmergeevent_source_id_793008b2 ON public.incidents_incidentmergeevent USING btree (source_id);
CREATE INDEX incidents_incidentmergeevent_target_id_afb9ccaa ON public.incidents_incidentmergeevent USING btree (target_id);
CREATE INDEX incidents_incidentmergeevent_undone_by_id_77660ee6 ON public.incidents_incidentmergeevent USING btree (undone_by_id);
CREATE INDEX incidents_incidentprocedureevent_begun_by_id_d19fc990 ON public.incidents_incidentprocedureevent USING btree (begun_by_id);
CREATE INDEX incidents_incidentprocedureevent_incident_id_dd29bb3d ON public.incidents_incidentprocedureevent USING btree (incident_id);
CREATE INDEX incidents_incidentprocedureevent_pgh_obj_id_fe16cfef ON public.incidents_incidentprocedureevent USING btree (pgh_obj_id);
CREATE INDEX incidents_incidentprocedureevent_procedure_id_2288e115 ON public.incidents_incidentprocedureevent USING btree (procedure_id);
CREATE INDEX incidents_incidentsourceevent_attached_by_id_9c6cef01 ON public.incidents_incidentsourceevent USING btree (attached_by_id);
CREATE INDEX incidents_incidentsourceevent_incident_id_7c2a328d ON public.incidents_incidentsourceevent USING btree (incident_id);
CREATE INDEX incidents_incidentsourceevent_pgh_obj_id_49a8e2f3 ON public.incidents_incidentsourceevent USING btree (pgh_obj_id);
CREATE INDEX incidents_incidentstepevent_owner_agency_id_1d6e898a ON public.incidents_incidentstepevent USING btree (owner_agency_id);
CREATE INDEX incidents_incidentstepevent_owner_id_2adae20e ON public.incidents_incidentstepevent USING btree (owner_id);
CREATE INDEX incidents_incidentstepevent_pgh_obj_id_49a75cfe ON public.incidents_incidentstepevent USING btree (pgh_obj_id);
CREATE INDEX incidents_incidentstepevent_settled_by_id_efed4d87 ON public.incidents_incidentstepevent USING btree (settled_by_id);
CREATE INDEX incidents_incidentstepevent_walk_id_976be33b ON public.incidents_incidentstepevent USING btree (walk_id);
CREATE INDEX incidents_leg_agency_id_5564854e ON public.incidents_leg USING btree (agency_id);
CREATE INDEX incidents_leg_answered_by_id_966c447c ON public.incidents_leg USING btree (answered_by_id);
CREATE INDEX incidents_leg_asked_by_id_fa372672 ON public.incidents_leg USING btree (asked_by_id);
CREATE INDEX incidents_leg_ended_by_id_f6065b81 ON public.incidents_leg USING btree (ended_by_id);
CREATE INDEX incidents_leg_incident_id_6e46b5e9 ON public.incidents_leg USING btree (incident_id);
CREATE INDEX incidents_leg_unit_id_74dba01f ON public.incidents_leg USING btree (unit_id);
CREATE INDEX incidents_link_ended_by_id_8eb44d45 ON public.incidents_link USING btree (ended_by_id);
CREATE INDEX incidents_link_first_id_b85b0723 ON public.incidents_link USING btree (first_id);
CREATE INDEX incidents_link_made_by_id_8c425bae ON public.incidents_link USING btree (made_by_id);
CREATE INDEX incidents_link_second_id_b418b00a ON public.incidents_link USING btree (second_id);
CREATE UNIQUE INDEX incidents_linked_once ON public.incidents_link USING btree (first_id, second_id) WHERE (ended_at IS NULL);
CREATE INDEX incidents_log_agency_id_8bfdbdeb ON public.incidents_log USING btree (agency_id);
CREATE INDEX incidents_log_in_order ON public.incidents_log USING btree (incident_id, id);
CREATE INDEX incidents_log_incident_id_6078291a ON public.incidents_log USING btree (incident_id);
CREATE INDEX incidents_log_person_id_0d4f1673 ON public.incidents_log USING btree (person_id);
CREATE INDEX incidents_merge_by_id_8ef8308f ON public.incidents_merge USING btree (by_id);
CREATE INDEX incidents_merge_source_id_914738c4 ON public.incidents_merge USING btree (source_id);
CREATE INDEX incidents_merge_target_id_5aa5a50e ON public.incidents_merge USING btree (target_id);
CREATE INDEX incidents_merge_undone_by_id_46673a13 ON public.incidents_merge USING btree (undone_by_id);
CREATE INDEX incidents_of_source ON public.incidents_source USING btree (kind, reference);
CREATE INDEX incidents_procedure_code_39e2c06a ON public.incidents_procedure USING btree (code);
CREATE INDEX incidents_procedure_code_39e2c06a_like ON public.incidents_procedure USING btree (code varchar_pattern_ops);
CREATE INDEX incidents_procedureevent_pgh_obj_id_3a82d596 ON public.incidents_procedureevent USING btree (pgh_obj_id);
CREATE INDEX incidents_source_attached_by_id_9e8899a5 ON public.incidents_source USING btree (attached_by_id);
CREATE INDEX incidents_source_incident_id_e5b90b9b ON public.incidents_source USING btree (incident_id);
CREATE INDEX incidents_source_kind_0ddff3a7 ON public.incidents_source USING btree (kind);
CREATE INDEX incidents_source_kind_0ddff3a7_like ON public.incidents_source USING btree (kind varchar_pattern_ops);
CREATE INDEX incidents_step_due ON public.incidents_step USING btree (due_at) WHERE ((state)::text = 'open'::text);
CREATE INDEX incidents_step_owner_agency_id_a4f9f92c ON public.incidents_step USING btree (owner_agency_id);
CREATE INDEX incidents_step_owner_id_19c37661 ON public.incidents_step USING btree (owner_id);
CREATE INDEX incidents_step_settled_by_id_b8d37708 ON public.incidents_step USING btree (settled_by_id);
CREATE INDEX incidents_step_walk_id_4e5b806e ON public.incidents_step USING btree (walk_id);
CREATE INDEX indicators_cursor_reader_3a50f084_like ON public.indicators_cursor USING btree (reader varchar_pattern_ops);
CREATE INDEX indicators_due_code_e6b71ac0 ON public.indicators_due USING btree (code);
CREATE INDEX indicators_due_code_e6b71ac0_like ON public.indicators_due USING btree (code varchar_pattern_ops);
CREATE INDEX indicators_due_ready ON public.indicators_due USING btree (ready_at);
CREATE INDEX indicators_figure_agency_id_7d9b02cc ON public.indicators_figure USING btree (agency_id);
CREATE INDEX indicators_figure_code_523b4901 ON public.indicators_figure USING btree (code);
CREATE INDEX indicators_figure_code_523b4901_like ON public.indicators_figure USING btree (code varchar_pattern_ops);
CREATE INDEX indicators_figure_method_id_db26810c ON public.indicators_figure USING btree (method_id);
CREATE INDEX indicators_figure_report_id_a853206f ON public.indicators_figure USING btree (report_id);
CREATE INDEX indicators_figure_unit_id_abbebd14 ON public.indicators_figure USING btree (unit_id);
CREATE INDEX indicators_indicator_code_2ca7c8f7 ON public.indicators_indicator USING btree (code);
CREATE INDEX indicators_indicator_code_2ca7c8f7_like ON public.indicators_indicator USING btree (code varchar_pattern_ops);
CREATE INDEX indicators_indicator_owner_531db40f ON public.indicators_indicator USING btree (owner);
CREATE INDEX indicators_indicator_owner_531db40f_like ON public.indicators_indicator USING btree (owner varchar_pattern_ops);
CREATE INDEX indicators_indicator_pack_c7bd2c71 ON public.indicators_indicator USING btree (pack);
CREATE INDEX indicators_indicator_pack_c7bd2c71_like ON public.indicators_indicator USING btree (pack varchar_pattern_ops);
CREATE INDEX indicators_indicator_recorded_by_id_98de8b1b ON public.indicators_indicator USING btree (recorded_by_id);
CREATE INDEX indicators_indicatorevent_pgh_obj_id_0450efcc ON public.indicators_indicatorevent USING btree (pgh_obj_id);
CREATE INDEX indicators_indicatorevent_recorded_by_id_c93e7234 ON public.indicators_indicatorevent USING btree (recorded_by_id);
CREATE INDEX indicators_report_agency_id_fb75fb21 ON public.indicators_report USING btree (agency_id);
CREATE INDEX indicators_report_decided_by_id_e7112922 ON public.indicators_report USING btree (decided_by_id);
CREATE INDEX indicators_report_form_ea27f9d1 ON public.indicators_report USING btree (form);
CREATE INDEX indicators_report_form_ea27f9d1_like ON public.indicators_report USING btree (form varchar_pattern_ops);
CREATE INDEX indicators_report_pack_6e9781ad ON public.indicators_report USING btree (pack);
CREATE INDEX indicators_report_pack_6e9781ad_like ON public.indicators_report USING btree (pack varchar_pattern_ops);
CREATE INDEX indicators_report_state ON public.indicators_report USING btree (state, typed_at DESC);
CREATE INDEX indicators_report_typed_by_id_b81e1c8a ON public.indicators_report USING btree (typed_by_id);
CREATE INDEX indicators_report_unit_id_10e0179a ON public.indicators_report USING btree (unit_id);
CREATE INDEX indicators_reportevent_agency_id_d8642fcd ON public.indicators_reportevent USING btree (agency_id);
CREATE INDEX indicators_reportevent_decided_by_id_686a677f ON public.indicators_reportevent USING btree (decided_by_id);
CREATE INDEX indicators_reportevent_pgh_obj_id_6f426898 ON public.indicators_reportevent USING btree (pgh_obj_id);
CREATE INDEX indicators_reportevent_typed_by_id_ed86c33f ON public.indicators_reportevent USING btree (typed_by_id);
CREATE INDEX indicators_reportevent_unit_id_231287c5 ON public.indicators_reportevent USING btree (unit_id);
CREATE INDEX kernel_cache_expires ON public.kernel_cache USING btree (expires);
CREATE INDEX kernel_event_cursor_reader_fc918fa8_like ON public.kernel_event_cursor USING btree (reader varchar_pattern_ops);
CREATE INDEX kernel_event_failure_event_id_05112d5e ON public.kernel_event_failure USING btree (event_id);
CREATE INDEX kernel_event_failure_open ON public.kernel_event_failure USING btree (recorded_at DESC) WHERE (settled_at IS NULL);
CREATE INDEX kernel_event_in_order ON public.kernel_event USING btree (tx, id);
CREATE INDEX kernel_eventfailureevent_event_id_3278b043 ON public.kernel_eventfailureevent USING btree (event_id);
CREATE INDEX kernel_eventfailureevent_pgh_obj_id_86b71256 ON public.kernel_eventfailureevent USING btree (pgh_obj_id);
CREATE INDEX kernel_retention_rule_code_68359093 ON public.kernel_retention_rule USING btree (code);
CREATE INDEX kernel_retention_rule_code_68359093_like ON public.kernel_retention_rule USING btree (code varchar_pattern_ops);
CREATE INDEX kernel_retentionruleevent_pgh_obj_id_5cbd8138 ON public.kernel_retentionruleevent USING btree (pgh_obj_id);
CREATE UNIQUE INDEX leg_open_once ON public.calls_leg USING btree (call_id, service, agency_id) WHERE (NOT ((state)::text = ANY ((ARRAY['declined'::character varying, 'closed'::character varying])::text[])));
CREATE INDEX legs_of_agency ON public.calls_leg USING btree (agency_id, state);
CREATE INDEX login_record_by_username ON public.accounts_login_record USING btree (lower((username)::text), at);
CREATE INDEX looks_at_subject ON public.accounts_look USING btree (kind, subject);
CREATE INDEX looks_newest ON public.accounts_look USING btree (began_at DESC);
CREATE INDEX looks_of_person ON public.accounts_look USING btree (person_id, kind, subject, until DESC);
CREATE INDEX mfa_authenticator_user_id_0c3a50c0 ON public.mfa_authenticator USING btree (user_id);
CREATE INDEX notify_address_person_id_4e3ae153 ON public.notify_address USING btree (person_id);
CREATE INDEX notify_addressevent_person_id_1c8ef16b ON public.notify_addressevent USING btree (person_id);
CREATE INDEX notify_addressevent_pgh_obj_id_0a463089 ON public.notify_addressevent USING btree (pgh_obj_id);
CREATE INDEX notify_by_provider ON public.notify_delivery USING btree (channel_id, provider_id);
CREATE INDEX notify_channel_agency_id_4428ce90 ON public.notify_channel USING btree (agency_id);
CREATE INDEX notify_channel_changed_by_id_feed1367 ON public.notify_channel USING btree (changed_by_id);
CREATE INDEX notify_channel_code_0a1a5bfe_like ON public.notify_channel USING btree (code varchar_pattern_ops);
CREATE INDEX notify_channel_secret_channel_id_7b14fd05 ON public.notify_channel_secret USING btree (channel_id);
CREATE INDEX notify_channel_unit_id_baa4951a ON public.notify_channel USING btree (unit_id);
CREATE INDEX notify_channelevent_agency_id_65366f24 ON public.notify_channelevent USING btree (agency_id);
CREATE INDEX notify_channelevent_changed_by_id_eb62cc99 ON public.notify_channelevent USING btree (changed_by_id);
CREATE INDEX notify_channelevent_pgh_obj_id_ee25bdc9 ON public.notify_channelevent USING btree (pgh_obj_id);
CREATE INDEX notify_channelevent_unit_id_c9a3332c ON public.notify_channelevent USING btree (unit_id);
CREATE INDEX notify_delivery_channel_id_682adbb6 ON public.notify_delivery USING btree (channel_id);
CREATE INDEX notify_delivery_message_id_aa74a142 ON public.notify_delivery USING btree (message_id);
CREATE INDEX notify_due ON public.notify_delivery USING btree (channel_id, next_try_at) WHERE ((state)::text = 'waiting'::text);
CREATE INDEX notify_leased ON public.notify_delivery USING btree (lease_until) WHERE ((state)::text = 'sending'::text);
CREATE INDEX notify_message_agency_id_91ed47c6 ON public.notify_message USING btree (agency_id);
CREATE INDEX notify_message_key_824bd6b4_like ON public.notify_message USING btree (key varchar_pattern_ops);
CREATE INDEX notify_message_person_id_c417e358 ON public.notify_message USING btree (person_id);
CREATE INDEX notify_message_unit_id_e51e1dff ON public.notify_message USING btree (unit_id);
CREATE INDEX notify_newest ON public.notify_message USING btree (created_at DESC);
CREATE INDEX notify_notifyruleevent_pgh_obj_id_96bfa40c ON public.notify_notifyruleevent USING btree (pgh_obj_id);
CREATE INDEX notify_of_person ON public.notify_message USING btree (person_id, created_at DESC);
CREATE INDEX notify_preferenceevent_person_id_f063b25e ON public.notify_preferenceevent USING btree (person_id);
CREATE INDEX notify_preferenceevent_pgh_obj_id_9db8a78e ON public.notify_preferenceevent USING btree (pgh_obj_id);
CREATE INDEX notify_receipt_channel_id_5e089976 ON public.notify_receipt USING btree (channel_id);
CREATE INDEX notify_receipt_delivery_id_6e32cee5 ON public.notify_receipt USING btree (delivery_id);
CREATE INDEX notify_receipt_due ON public.notify_delivery USING btree (receipt_due_at) WHERE ((state)::text = 'sent'::text);
CREATE INDEX notify_rule_code_36090cc7 ON public.notify_rule USING btree (code);
CREATE INDEX notify_rule_code_36090cc7_like ON public.notify_rule USING btree (code varchar_pattern_ops);
CREATE INDEX notify_shown_channel_id_1c20cd11 ON public.notify_shown USING btree (channel_id);
CREATE INDEX notify_waiting ON public.notify_message USING btree (created_at) WHERE ((state)::text = 'waiting'::text);
CREATE UNIQUE INDEX number_marked_once ON public.calls_number_mark USING btree (number) WHERE (ended_at IS NULL);
CREATE INDEX packs_edition_loaded_by_id_00c5fc6a ON public.packs_edition USING btree (loaded_by_id);
CREATE INDEX packs_edition_pack_109cc389 ON public.packs_edition USING btree (pack);
CREATE INDEX packs_edition_pack_109cc389_like ON public.packs_edition USING btree (pack varchar_pattern_ops);
CREATE INDEX packs_edition_taken_back_by_id_7b5f9dbe ON public.packs_edition USING btree (taken_back_by_id);
CREATE INDEX packs_loaded_pack_code_2b88de96_like ON public.packs_loaded_pack USING btree (code varchar_pattern_ops);
CREATE INDEX packs_loaded_pack_edition_id_a0012133 ON public.packs_loaded_pack USING btree (edition_id);
CREATE INDEX packs_loaded_pack_loaded_by_id_7e6ea39c ON public.packs_loaded_pack USING btree (loaded_by_id);
CREATE INDEX packs_loadedpackevent_edition_id_33eb2983 ON public.packs_loadedpackevent USING btree (edition_id);
CREATE INDEX packs_loadedpackevent_loaded_by_id_a790ccd8 ON public.packs_loadedpackevent USING btree (loaded_by_id);
CREATE INDEX packs_loadedpackevent_pgh_obj_id_db3073c3 ON public.packs_loadedpackevent USING btree (pgh_obj_id);
CREATE INDEX packs_loadedpackevent_pgh_obj_id_db3073c3_like ON public.packs_loadedpackevent USING btree (pgh_obj_id varchar_pattern_ops);
CREATE INDEX packs_proposal_handed_in_by_id_f09fca78 ON public.packs_proposal USING btree (handed_in_by_id);
CREATE INDEX packs_proposal_pack_41af66d8 ON public.packs_proposal USING btree (pack);
CREATE INDEX packs_proposal_pack_41af66d8_like ON public.packs_proposal USING btree (pack varchar_pattern_ops);
CREATE INDEX person_search_text ON public.accounts_person USING gin (search_text public.gin_trgm_ops);
CREATE UNIQUE INDEX person_username_whatever_case ON public.accounts_person USING btree (lower((username)::text));
CREATE INDEX place_link_in_the_outbox ON public.calls_place_link USING btree (expires_at) WHERE (outbox_id IS NOT NULL);
CREATE INDEX procrastinate_events_job_id_fkey_v1 ON public.procrastinate_events USING btree (job_id);
CREATE INDEX procrastinate_jobs_id_lock_idx_v1 ON public.procrastinate_jobs USING btree (id, lock) WHERE (status = ANY (ARRAY['todo'::public.procrastinate_job_status, 'doing'::public.procrastinate_job_status]));
CREATE UNIQUE INDEX procrastinate_jobs_lock_idx_v1 ON public.procrastinate_jobs USING btree (lock) WHERE (status = 'doing'::public.procrastinate_job_status);
CREATE INDEX procrastinate_jobs_priority_idx_v1 ON public.procrastinate_jobs USING btree (priority DESC, id) WHERE (status = 'todo'::public.procrastinate_job_status);
CREATE INDEX procrastinate_jobs_queue_name_idx_v1 ON public.procrastinate_jobs USING btree (queue_name);
CREATE UNIQUE INDEX procrastinate_jobs_queueing_lock_idx_v1 ON public.procrastinate_jobs USING btree (queueing_lock) WHERE (status = 'todo'::public.procrastinate_job_status);
CREATE INDEX procrastinate_periodic_defers_job_id_fkey_v1 ON public.procrastinate_periodic_defers USING btree (job_id);
CREATE UNIQUE INDEX recording_held_once ON public.calls_recording_hold USING btree (call_id) WHERE (ended_at IS NULL);
CREATE UNIQUE INDEX report_one_holds ON public.indicators_report USING btree (form, agency_id, day) WHERE ((state)::text = 'approved'::text);
CREATE UNIQUE INDEX report_one_waits ON public.indicators_report USING btree (form, agency_id, day) WHERE ((state)::text = 'waiting'::text);
CREATE UNIQUE INDEX role_held_by_one ON public.incidents_held_role USING btree (incident_id, code) WHERE (single AND (until_at IS NULL));
CREATE INDEX rules_alarm_acknowledged_by_id_3ff06be0 ON public.rules_alarm USING btree (acknowledged_by_id);
CREATE INDEX rules_alarm_agency_id_85390413 ON public.rules_alarm USING btree (agency_id);
CREATE INDEX rules_alarm_closed_by_id_fce102ba ON public.rules_alarm USING btree (closed_by_id);
CREATE INDEX rules_alarm_comment_alarm_id_9d51d04e ON public.rules_alarm_comment USING btree (alarm_id);
CREATE INDEX rules_alarm_comment_person_id_a5b0d245 ON public.rules_alarm_comment USING btree (person_id);
CREATE INDEX rules_alarm_entity ON public.rules_alarm USING btree (entity_urn);
CREATE INDEX rules_alarm_guide_code_aac6a7fc ON public.rules_alarm_guide USING btree (code);
CREATE INDEX rules_alarm_guide_code_aac6a7fc_like ON public.rules_alarm_guide USING btree (code varchar_pattern_ops);
CREATE INDEX rules_alarm_link_alarm_id_28b8881e ON public.rules_alarm_link USING btree (alarm_id);
CREATE INDEX rules_alarm_newest ON public.rules_alarm USING btree (recorded_at DESC);
CREATE INDEX rules_alarm_open ON public.rules_alarm USING btree (raised_at DESC) WHERE (closed_at IS NULL);
CREATE INDEX rules_alarm_owner_id_a71a06e2 ON public.rules_alarm USING btree (owner_id);
CREATE INDEX rules_alarm_rule_id_63676eac ON public.rules_alarm USING btree (rule_id);
CREATE INDEX rules_alarm_set_aside_id_b7880045 ON public.rules_alarm USING btree (set_aside_id);
CREATE INDEX rules_alarm_unit_id_26471347 ON public.rules_alarm USING btree (unit_id);
CREATE INDEX rules_alarmcommentevent_alarm_id_3bdd6f56 ON public.rules_alarmcommentevent USING btree (alarm_id);
CREATE INDEX rules_alarmcommentevent_person_id_f18ae443 ON public.rules_alarmcommentevent USING btree (person_id);
CREATE INDEX rules_alarmcommentevent_pgh_obj_id_79aada94 ON public.rules_alarmcommentevent USING btree (pgh_obj_id);
CREATE INDEX rules_alarmevent_acknowledged_by_id_df8265d5 ON public.rules_alarmevent USING btree (acknowledged_by_id);
CREATE INDEX rules_alarmevent_agency_id_e497d534 ON public.rules_alarmevent USING btree (agency_id);
CREATE INDEX rules_alarmevent_closed_by_id_f820720a ON public.rules_alarmevent USING btree (closed_by_id);
CREATE INDEX rules_alarmevent_owner_id_b5052aa5 ON public.rules_alarmevent USING btree (owner_id);
CREATE INDEX rules_alarmevent_pgh_obj_id_46d6d9e2 ON public.rules_alarmevent USING btree (pgh_obj_id);
CREATE INDEX rules_alarmevent_rule_id_41167ce9 ON public.rules_alarmevent USING btree (rule_id);
CREATE INDEX rules_alarmevent_set_aside_id_2b553f63 ON public.rules_alarmevent USING btree (set_aside_id);
CREATE INDEX rules_alarmevent_unit_id_36689bbc ON public.rules_alarmevent USING btree (unit_id);
CREATE INDEX rules_alarmguideevent_pgh_obj_id_dce9ba7a ON public.rules_alarmguideevent USING btree (pgh_obj_id);
CREATE INDEX rules_alarmlinkevent_alarm_id_965526f5 ON public.rules_alarmlinkevent USING btree (alarm_id);
CREATE INDEX rules_alarmlinkevent_pgh_obj_id_df763631 ON public.rules_alarmlinkevent USING btree (pgh_obj_id);
CREATE INDEX rules_cursor_reader_e5037c31_like ON public.rules_cursor USING btree (reader varchar_pattern_ops);
CREATE INDEX rules_decideddayevent_pgh_obj_id_bf436cef ON public.rules_decideddayevent USING btree (pgh_obj_id);
CREATE INDEX rules_derived_due_at ON public.rules_derived_due USING btree (daily, at);
CREATE INDEX rules_dry_run_base_id_e92a0e88 ON public.rules_dry_run USING btree (base_id);
CREATE INDEX rules_dry_run_became_id_ea432ff6 ON public.rules_dry_run USING btree (became_id);
CREATE INDEX rules_dry_run_code_1ba8ccaa ON public.rules_dry_run USING btree (code);
CREATE INDEX rules_dry_run_code_1ba8ccaa_like ON public.rules_dry_run USING btree (code varchar_pattern_ops);
CREATE INDEX rules_dry_run_of_rule ON public.rules_dry_run USING btree (code, created_at DESC);
CREATE INDEX rules_dry_run_requested_by_id_737345b4 ON public.rules_dry_run USING btree (requested_by_id);
CREATE INDEX rules_formula_due_at ON public.rules_formula_due USING btree (value, at);
CREATE INDEX rules_formula_pack_cae0f5f9 ON public.rules_formula USING btree (pack);
CREATE INDEX rules_formula_pack_cae0f5f9_like ON public.rules_formula USING btree (pack varchar_pattern_ops);
CREATE INDEX rules_gathering_unit ON public.rules_gathering USING btree (rule_code, unit_id);
CREATE INDEX rules_occurrence_alarm_id_58925064 ON public.rules_occurrence USING btree (alarm_id);
CREATE INDEX rules_occurrence_recorded ON public.rules_occurrence USING btree (recorded_at);
CREATE INDEX rules_part_ended ON public.rules_part USING btree (rule_code, until);
CREATE INDEX rules_part_lat ON public.rules_part USING btree (rule_code, lat);
CREATE INDEX rules_part_unit ON public.rules_part USING btree (rule_code, unit_id);
CREATE INDEX rules_rule_agency_id_2f73d7be ON public.rules_rule USING btree (agency_id);
CREATE INDEX rules_rule_changed_by_id_a8a0ef08 ON public.rules_rule USING btree (changed_by_id);
CREATE INDEX rules_rule_code_d2ee1f03 ON public.rules_rule USING btree (code);
CREATE INDEX rules_rule_code_d2ee1f03_like ON public.rules_rule USING btree (code varchar_pattern_ops);
CREATE INDEX rules_rule_group_id_4139f6aa ON public.rules_rule USING btree (group_id);
CREATE INDEX rules_rule_schedule_19e7473f ON public.rules_rule USING btree (schedule);
CREATE INDEX rules_rule_schedule_19e7473f_like ON public.rules_rule USING btree (schedule varchar_pattern_ops);
CREATE INDEX rules_rule_unit_id_0ccbbb0d ON public.rules_rule USING btree (unit_id);
CREATE INDEX rules_ruleevent_agency_id_8a2900ed ON public.rules_ruleevent USING btree (agency_id);
CREATE INDEX rules_ruleevent_changed_by_id_acf3f190 ON public.rules_ruleevent USING btree (changed_by_id);
CREATE INDEX rules_ruleevent_group_id_f3017e59 ON public.rules_ruleevent USING btree (group_id);
CREATE INDEX rules_ruleevent_pgh_obj_id_2f4a834c ON public.rules_ruleevent USING btree (pgh_obj_id);
CREATE INDEX rules_ruleevent_unit_id_c06d095e ON public.rules_ruleevent USING btree (unit_id);
CREATE INDEX rules_schedule_code_c7634d30 ON public.rules_schedule USING btree (code);
CREATE INDEX rules_schedule_code_c7634d30_like ON public.rules_schedule USING btree (code varchar_pattern_ops);
CREATE INDEX rules_scheduleevent_pgh_obj_id_a4968175 ON public.rules_scheduleevent USING btree (pgh_obj_id);
CREATE INDEX rules_set_aside_agency_id_b9750425 ON public.rules_set_aside USING btree (agency_id);
CREATE INDEX rules_set_aside_ended_by_id_b552cdd1 ON public.rules_set_aside USING btree (ended_by_id);
CREATE INDEX rules_set_aside_person_id_c58fb179 ON public.rules_set_aside USING btree (person_id);
CREATE INDEX rules_set_aside_unit_id_7882080d ON public.rules_set_aside USING btree (unit_id);
CREATE INDEX rules_setasideevent_agency_id_2b74b6d8 ON public.rules_setasideevent USING btree (agency_id);
CREATE INDEX rules_setasideevent_ended_by_id_0be577af ON public.rules_setasideevent USING btree (ended_by_id);
CREATE INDEX rules_setasideevent_person_id_a3570dcb ON public.rules_setasideevent USING btree (person_id);
CREATE INDEX rules_setasideevent_pgh_obj_id_eb5c5d38 ON public.rules_setasideevent USING btree (pgh_obj_id);
CREATE INDEX rules_setasideevent_unit_id_b1365a80 ON public.rules_setasideevent USING btree (unit_id);
CREATE INDEX rules_state_waiting ON public.rules_state USING btree (rule_code, entity_id) WHERE ((phase)::text = ANY ((ARRAY['pending'::character varying, 'clearing'::character varying])::text[]));
CREATE UNIQUE INDEX run_line_sent_once ON public.duty_run_line USING btree (run_id, key) WHERE (((kind)::text = 'called'::text) OR ((kind)::text = 'hooked'::text));
CREATE UNIQUE INDEX run_open_once_per_thing ON public.duty_run USING btree (kind, reference) WHERE ((state)::text = 'open'::text);
CREATE INDEX set_aside_due ON public.rules_set_aside USING btree (until) WHERE (ended_at IS NULL);
CREATE UNIQUE INDEX set_aside_once_per_rule_and_entity ON public.rules_set_aside USING btree (rule_code, entity_id) WHERE (ended_at IS NULL);
CREATE UNIQUE INDEX shift_once_in_a_plan ON public.shiftbook_shift USING btree (desk_id, begins_at) WHERE (NOT ((state)::text = 'closed'::text));
CREATE UNIQUE INDEX shift_open_once_at_a_desk ON public.shiftbook_shift USING btree (desk_id) WHERE ((state)::text = 'open'::text);
CREATE INDEX shiftbook_desk_agency_id_697b9368 ON public.shiftbook_desk USING btree (agency_id);
CREATE INDEX shiftbook_desk_code_5a2f6b81_like ON public.shiftbook_desk USING btree (code varchar_pattern_ops);
CREATE INDEX shiftbook_desk_roster_b875c1a5 ON public.shiftbook_desk USING btree (roster);
CREATE INDEX shiftbook_desk_roster_b875c1a5_like ON public.shiftbook_desk USING btree (roster varchar_pattern_ops);
CREATE INDEX shiftbook_desk_unit_id_5cc22345 ON public.shiftbook_desk USING btree (unit_id);
CREATE INDEX shiftbook_deskevent_agency_id_f7ff3cb0 ON public.shiftbook_deskevent USING btree (agency_id);
CREATE INDEX shiftbook_deskevent_pgh_obj_id_106f8030 ON public.shiftbook_deskevent USING btree (pgh_obj_id);
CREATE INDEX shiftbook_deskevent_unit_id_4db74eb3 ON public.shiftbook_deskevent USING btree (unit_id);
CREATE INDEX shiftbook_handover_answered_by_id_ad55770a ON public.shiftbook_handover USING btree (answered_by_id);
CREATE INDEX shiftbook_handover_by_id_5d4d81c9 ON public.shiftbook_handover USING btree (by_id);
CREATE INDEX shiftbook_handover_item_handover_id_b5279670 ON public.shiftbook_handover_item USING btree (handover_id);
CREATE INDEX shiftbook_handover_shift_id_6d5b9f6f ON public.shiftbook_handover USING btree (shift_id);
CREATE INDEX shiftbook_handover_to_id_0c9b7c31 ON public.shiftbook_handover USING btree (to_id);
CREATE INDEX shiftbook_handoverevent_answered_by_id_e0474900 ON public.shiftbook_handoverevent USING btree (answered_by_id);
CREATE INDEX shiftbook_handoverevent_by_id_e8fe03bb ON public.shiftbook_handoverevent USING btree (by_id);
CREATE INDEX shiftbook_handoverevent_pgh_obj_id_46f86b9f ON public.shiftbook_handoverevent USING btree (pgh_obj_id);
CREATE INDEX shiftbook_handoverevent_shift_id_bd7cda37 ON public.shiftbook_handoverevent USING btree (shift_id);
CREATE INDEX shiftbook_handoverevent_to_id_461f5a7d ON public.shiftbook_handoverevent USING btree (to_id);
CREATE INDEX shiftbook_line_corrects_id_694baad9 ON public.shiftbook_line USING btree (corrects_id);
CREATE INDEX shiftbook_line_person_id_7602e454 ON public.shiftbook_line USING btree (person_id);
CREATE INDEX shiftbook_line_shift_id_cf1a00f9 ON public.shiftbook_line USING btree (shift_id);
CREATE INDEX shiftbook_rule_code_193a0e35 ON public.shiftbook_rule USING btree (code);
CREATE INDEX shiftbook_rule_code_193a0e35_like ON public.shiftbook_rule USING btree (code varchar_pattern_ops);
CREATE INDEX shiftbook_shift_code_9d4f1377_like ON public.shiftbook_shift USING btree (code varchar_pattern_ops);
CREATE INDEX shiftbook_shift_desk_id_a0ec4e3d ON public.shiftbook_shift USING btree (desk_id);
CREATE INDEX shiftbook_shift_handed_by_id_eaa4198b ON public.shiftbook_shift USING btree (handed_by_id);
CREATE INDEX shiftbook_shift_opened_by_id_79bd9756 ON public.shiftbook_shift USING btree (opened_by_id);
CREATE INDEX shiftbook_shift_previous_id_85c736d2 ON public.shiftbook_shift USING btree (previous_id);
CREATE INDEX shiftbook_shift_responsible_id_40fb2bfa ON public.shiftbook_shift USING btree (responsible_id);
CREATE INDEX shiftbook_shift_taken_by_id_3a86092f ON public.shiftbook_shift USING btree (taken_by_id);
CREATE INDEX shiftbook_shiftevent_desk_id_8235cc36 ON public.shiftbook_shiftevent USING btree (desk_id);
CREATE INDEX shiftbook_shiftevent_handed_by_id_acceb76c ON public.shiftbook_shiftevent USING btree (handed_by_id);
CREATE INDEX shiftbook_shiftevent_opened_by_id_b7c36765 ON public.shiftbook_shiftevent USING btree (opened_by_id);
CREATE INDEX shiftbook_shiftevent_pgh_obj_id_83a28fe5 ON public.shiftbook_shiftevent USING btree (pgh_obj_id);
CREATE INDEX shiftbook_shiftevent_previous_id_52621bcf ON public.shiftbook_shiftevent USING btree (previous_id);
CREATE INDEX shiftbook_shiftevent_responsible_id_f80c9c03 ON public.shiftbook_shiftevent USING btree (responsible_id);
CREATE INDEX shiftbook_shiftevent_taken_by_id_1be3b773 ON public.shiftbook_shiftevent USING btree (taken_by_id);
CREATE INDEX shiftbook_shiftruleevent_pgh_obj_id_79a5fc49 ON public.shiftbook_shiftruleevent USING btree (pgh_obj_id);
CREATE INDEX shifts_of_desk ON public.shiftbook_shift USING btree (desk_id, begins_at DESC);
CREATE INDEX streams_dead_letter_again ON public.streams_dead_letter USING btree (id) WHERE ((again_at IS NOT NULL) AND (settled_at IS NULL));
CREATE INDEX streams_dead_letter_newest ON public.streams_dead_letter USING btree (received_at DESC, id DESC);
CREATE INDEX streams_dead_letter_open ON public.streams_dead_letter USING btree (reason, received_at DESC) WHERE (settled_at IS NULL);
CREATE INDEX streets_by_name ON public.calls_street USING gin (folded public.gin_trgm_ops);
CREATE INDEX streets_by_source ON public.calls_street USING btree (source);
CREATE UNIQUE INDEX task_extension_one_waits ON public.tasks_extension USING btree (task_id) WHERE ((state)::text = 'asked'::text);
CREATE UNIQUE INDEX task_part_one_leads ON public.tasks_part USING btree (task_id) WHERE ((role)::text = 'lead'::text);
CREATE INDEX tasks_extension_asked_agency_id_03edb2e8 ON public.tasks_extension USING btree (asked_agency_id);
CREATE INDEX tasks_extension_asked_by_id_ae7dabe2 ON public.tasks_extension USING btree (asked_by_id);
CREATE INDEX tasks_extension_decided_by_id_390313ae ON public.tasks_extension USING btree (decided_by_id);
CREATE INDEX tasks_extension_task_id_15aac11c ON public.tasks_extension USING btree (task_id);
CREATE INDEX tasks_extensionevent_asked_agency_id_d1697962 ON public.tasks_extensionevent USING btree (asked_agency_id);
CREATE INDEX tasks_extensionevent_asked_by_id_27ce4c3a ON public.tasks_extensionevent USING btree (asked_by_id);
CREATE INDEX tasks_extensionevent_decided_by_id_ac95e3e5 ON public.tasks_extensionevent USING btree (decided_by_id);
CREATE INDEX tasks_extensionevent_pgh_obj_id_8488124f ON public.tasks_extensionevent USING btree (pgh_obj_id);
CREATE INDEX tasks_extensionevent_task_id_798a8896 ON public.tasks_extensionevent USING btree (task_id);
CREATE INDEX tasks_line_agency_id_6dd3d099 ON public.tasks_line USING btree (agency_id);
CREATE INDEX tasks_line_in_order ON public.tasks_line USING btree (task_id, id);
CREATE INDEX tasks_line_person_id_9d72ba12 ON public.tasks_line USING btree (person_id);
CREATE INDEX tasks_line_task_id_766604cf ON public.tasks_line USING btree (task_id);
CREATE INDEX tasks_line_to_id_5cd0b7dc ON public.tasks_line USING btree (to_id);
CREATE INDEX tasks_owed_agency_id_170a6425 ON public.tasks_owed USING btree (agency_id);
CREATE INDEX tasks_owed_by_agency ON public.tasks_owed USING btree (agency_id, due_at, id) WHERE ((closed_at IS NULL) AND (person_id IS NULL));
CREATE INDEX tasks_owed_by_person ON public.tasks_owed USING btree (person_id, due_at, id) WHERE (closed_at IS NULL);
CREATE INDEX tasks_owed_kind_ff187914 ON public.tasks_owed USING btree (kind);
CREATE INDEX tasks_owed_kind_ff187914_like ON public.tasks_owed USING btree (kind varchar_pattern_ops);
CREATE INDEX tasks_owed_person_id_23621c25 ON public.tasks_owed USING btree (person_id);
CREATE INDEX tasks_part_agency_id_4006f3fd ON public.tasks_part USING btree (agency_id);
CREATE INDEX tasks_part_of_agency ON public.tasks_part USING btree (agency_id, task_id);
CREATE INDEX tasks_part_task_id_0ad7ab59 ON public.tasks_part USING btree (task_id);
CREATE INDEX tasks_part_unit_id_5c4a42a5 ON public.tasks_part USING btree (unit_id);
CREATE INDEX tasks_task_agency_id_fbdd8374 ON public.tasks_task USING btree (agency_id);
CREATE INDEX tasks_task_code_2ccf0a19_like ON public.tasks_task USING btree (code varchar_pattern_ops);
CREATE INDEX tasks_task_ended_by_id_e039af17 ON public.tasks_task USING btree (ended_by_id);
CREATE INDEX tasks_task_giver_id_ea665488 ON public.tasks_task USING btree (giver_id);
CREATE INDEX tasks_task_handed_in_by_id_4373f0eb ON public.tasks_task USING btree (handed_in_by_id);
CREATE INDEX tasks_task_lead_agency_id_66457444 ON public.tasks_task USING btree (lead_agency_id);
CREATE INDEX tasks_task_lead_person_id_bbc78cf8 ON public.tasks_task USING btree (lead_person_id);
CREATE INDEX tasks_task_of_person ON public.tasks_task USING btree (lead_person_id);
CREATE INDEX tasks_task_of_source ON public.tasks_task USING btree (source_kind, source_code);
CREATE INDEX tasks_task_open_by_due ON public.tasks_task USING btree (due_at) WHERE (NOT ((state)::text = ANY ((ARRAY['confirmed'::character varying, 'withdrawn'::character varying])::text[])));
CREATE INDEX tasks_task_search ON public.tasks_task USING gin (search_text public.gin_trgm_ops);
CREATE INDEX tasks_task_source_kind_ca2fcd27 ON public.tasks_task USING btree (source_kind);
CREATE INDEX tasks_task_source_kind_ca2fcd27_like ON public.tasks_task USING btree (source_kind varchar_pattern_ops);
CREATE INDEX tasks_task_unit_id_80256504 ON public.tasks_task USING btree (unit_id);
CREATE INDEX tasks_taskevent_agency_id_4faeebc3 ON public.tasks_taskevent USING btree (agency_id);
CREATE INDEX tasks_taskevent_ended_by_id_afade930 ON public.tasks_taskevent USING btree (ended_by_id);
CREATE INDEX tasks_taskevent_giver_id_000132dd ON public.tasks_taskevent USING btree (giver_id);
CREATE INDEX tasks_taskevent_handed_in_by_id_3d3458fb ON public.tasks_taskevent USING btree (handed_in_by_id);
CREATE INDEX tasks_taskevent_lead_agency_id_2cbe6c99 ON public.tasks_taskevent USING btree (lead_agency_id);
CREATE INDEX tasks_taskevent_lead_person_id_f2621b20 ON public.tasks_taskevent USING btree (lead_person_id);
CREATE INDEX tasks_taskevent_pgh_obj_id_b884404e ON public.tasks_taskevent USING btree (pgh_obj_id);
CREATE INDEX tasks_taskevent_unit_id_9c7002b5 ON public.tasks_taskevent USING btree (unit_id);
CREATE INDEX tasks_taskpartevent_agency_id_407da0a3 ON public.tasks_taskpartevent USING btree (agency_id);
CREATE INDEX tasks_taskpartevent_pgh_obj_id_c7e6221a ON public.tasks_taskpartevent USING btree (pgh_obj_id);
CREATE INDEX tasks_taskpartevent_task_id_bc6fe763 ON public.tasks_taskpartevent USING btree (task_id);
CREATE INDEX tasks_taskpartevent_unit_id_dfef211b ON public.tasks_taskpartevent USING btree (unit_id);
CREATE INDEX territory_import_requested_by_id_84def10e ON public.territory_import USING btree (requested_by_id);
CREATE INDEX territory_import_token_50b18469_like ON public.territory_import USING btree (token varchar_pattern_ops);
CREATE INDEX territory_unit_area_box ON public.territory_unit_area USING gist (box(point(west, south), point(east, north)));
CREATE INDEX territory_unit_change_from_unit_id_c49810d3 ON public.territory_unit_change USING btree (from_unit_id);
CREATE INDEX territory_unit_change_to_unit_id_dfeaad63 ON public.territory_unit_change USING btree (to_unit_id);
CREATE INDEX territory_unit_first_id_e88bbdd4 ON public.territory_unit USING btree (first_id);
CREATE INDEX territory_unit_group_code_79dda008 ON public.territory_unit_group USING btree (code);
CREATE INDEX territory_unit_group_code_79dda008_like ON public.territory_unit_group USING btree (code varchar_pattern_ops);
CREATE INDEX territory_unit_group_member_group_id_0715fa00 ON public.territory_unit_group_member USING btree (group_id);
CREATE INDEX territory_unit_group_member_unit_id_c7abe686 ON public.territory_unit_group_member USING btree (unit_id);
CREATE INDEX territory_unit_parent_id_daf87c39 ON public.territory_unit USING btree (parent_id);
CREATE INDEX territory_unit_search ON public.territory_unit USING gin (search_text public.gin_trgm_ops);
CREATE INDEX territory_unitareaevent_pgh_obj_id_49c75c92 ON public.territory_unitareaevent USING btree (pgh_obj_id);
CREATE INDEX territory_unitareaevent_unit_id_56366fc7 ON public.territory_unitareaevent USING btree (unit_id);
CREATE INDEX territory_unitchangeevent_from_unit_id_d0bb8b7b ON public.territory_unitchangeevent USING btree (from_unit_id);
CREATE INDEX territory_unitchangeevent_pgh_obj_id_fb0faa9f ON public.territory_unitchangeevent USING btree (pgh_obj_id);
CREATE INDEX territory_unitchangeevent_to_unit_id_1b088e11 ON public.territory_unitchangeevent USING btree (to_unit_id);
CREATE INDEX territory_unitevent_first_id_522d5218 ON public.territory_unitevent USING btree (first_id);
CREATE INDEX territory_unitevent_parent_id_6cb7e738 ON public.territory_unitevent USING btree (parent_id);
CREATE INDEX territory_unitevent_pgh_obj_id_3afbd097 ON public.territory_unitevent USING btree (pgh_obj_id);
CREATE INDEX territory_unitgroupevent_pgh_obj_id_5bcd63bd ON public.territory_unitgroupevent USING btree (pgh_obj_id);
CREATE INDEX territory_unitgroupmemberevent_group_id_e1256871 ON public.territory_unitgroupmemberevent USING btree (group_id);
CREATE INDEX territory_unitgroupmemberevent_pgh_obj_id_043cca28 ON public.territory_unitgroupmemberevent USING btree (pgh_obj_id);
CREATE INDEX territory_unitgroupmemberevent_unit_id_3885d773 ON public.territory_unitgroupmemberevent USING btree (unit_id);
CREATE UNIQUE INDEX unique_authenticator_type ON public.mfa_authenticator USING btree (user_id, type) WHERE ((type)::text = ANY ((ARRAY['totp'::character varying, 'recovery_codes'::character varying])::text[]));
CREATE UNIQUE INDEX unique_primary_email ON public.account_emailaddress USING btree (user_id, "primary") WHERE "primary";
CREATE UNIQUE INDEX unique_verified_email ON public.account_emailaddress USING btree (email) WHERE verified;
CREATE UNIQUE INDEX warning_followed_once ON public.warnings_warning USING btree (follows_id) WHERE (NOT ((state)::text = 'withdrawn'::text));
CREATE INDEX warnings_in_force ON public.warnings_warning USING btree (state, expires);
CREATE INDEX warnings_newest ON public.warnings_warning USING btree (sent DESC);
CREATE INDEX warnings_of_incident ON public.warnings_warning USING btree (incident_id);
CREATE INDEX warnings_of_unit ON public.warnings_unit USING btree (unit_id);
CREATE INDEX warnings_publicwarningevent_agency_id_48ff2d1b ON public.warnings_publicwarningevent USING btree (agency_id);
CREATE INDEX warnings_publicwarningevent_asked_by_id_88553848 ON public.warnings_publicwarningevent USING btree (asked_by_id);
CREATE INDEX warnings_publicwarningevent_changed_by_id_08afc386 ON public.warnings_publicwarningevent USING btree (changed_by_id);
CREATE INDEX warnings_publicwarningevent_drafted_by_id_cfd03551 ON public.warnings_publicwarningevent USING btree (drafted_by_id);
CREATE INDEX warnings_publicwarningevent_follows_id_1cc97c44 ON public.warnings_publicwarningevent USING btree (follows_id);
CREATE INDEX warnings_publicwarningevent_incident_id_7eb58a49 ON public.warnings_publicwarningevent USING btree (incident_id);
CREATE INDEX warnings_publicwarningevent_pgh_obj_id_c63243f2 ON public.warnings_publicwarningevent USING btree (pgh_obj_id);
CREATE INDEX warnings_publicwarningevent_released_by_id_0a6dc592 ON public.warnings_publicwarningevent USING btree (released_by_id);
CREATE INDEX warnings_text_warning_id_d343963c ON public.warnings_text USING btree (warning_id);
CREATE INDEX warnings_unit_unit_id_003d57d8 ON public.warnings_unit USING btree (unit_id);
CREATE INDEX warnings_unit_warning_id_5e5e7ac5 ON public.warnings_unit USING btree (warning_id);
CREATE INDEX warnings_warning_agency_id_db3f8fbc ON public.warnings_warning USING btree (agency_id);
CREATE INDEX warnings_warning_asked_by_id_5dc8d9aa ON public.warnings_warning USING btree (asked_by_id);
CREATE INDEX warnings_warning_changed_by_id_ead2b93e ON public.warnings_warning USING btree (changed_by_id);
CREATE INDEX warnings_warning_code_43224531_like ON public.warnings_warning USING btree (code varchar_pattern_ops);
CREATE INDEX warnings_warning_drafted_by_id_3995213a ON public.warnings_warning USING btree (drafted_by_id);
CREATE INDEX warnings_warning_event_b84a35d6 ON public.warnings_warning USING btree (event);
CREATE INDEX warnings_warning_event_b84a35d6_like ON public.warnings_warning USING btree (event varchar_pattern_ops);
CREATE INDEX warnings_warning_follows_id_36f458fb ON public.warnings_warning USING btree (follows_id);
CREATE INDEX warnings_warning_incident_id_fd0abad1 ON public.warnings_warning USING btree (incident_id);
CREATE INDEX warnings_warning_released_by_id_7bb00c26 ON public.warnings_warning USING btree (released_by_id);
CREATE INDEX warnings_warningtextevent_pgh_obj_id_368e1398 ON public.warnings_warningtextevent USING btree (pgh_obj_id);
CREATE INDEX warnings_warningtextevent_warning_id_26fac446 ON public.warnings_warningtextevent USING btree (warning_id);
CREATE INDEX warnings_warningunitevent_pgh_obj_id_9d3b4fd2 ON public.warnings_warningunitevent USING btree (pgh_obj_id);
CREATE INDEX warnings_warningunitevent_unit_id_acd1a3bb ON public.warnings_warningunitevent USING btree (unit_id);
CREATE INDEX warnings_warningunitevent_warning_id_16759756 ON public.warnings_warningunitevent USING btree (warning_id);
CREATE STATISTICS public.entities_entity_scopes ON public.entities_above(scopes) FROM public.entities_entity;
CREATE TRIGGER entities_keep_head AFTER UPDATE OF types, scopes, agency_id, deleted_at ON public.entities_entity FOR EACH ROW WHEN (((((old.types IS DISTINCT FROM new.types) OR (old.scopes IS DISTINCT FROM new.scopes)) OR (old.agency_id IS DISTINCT FROM new.agency_id)) OR ((old.deleted_at IS NOT NULL) AND (new.deleted_at IS NULL)))) EXECUTE FUNCTION public.entities_keep_head();
CREATE TRIGGER entities_tell_words AFTER INSERT ON public.entities_entity REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION public.entities_tell_words();
CREATE TRIGGER pgtrigger_append_only_0421b BEFORE DELETE OR UPDATE ON public.accounts_look_end FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_append_only_0421b();
COMMENT ON TRIGGER pgtrigger_append_only_0421b ON public.accounts_look_end IS '1df7ddda6c8d544588baaf496c40d994c3dd1d9f';
CREATE TRIGGER pgtrigger_append_only_0ce6c BEFORE DELETE OR UPDATE ON public.tasks_line FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_append_only_0ce6c();
COMMENT ON TRIGGER pgtrigger_append_only_0ce6c ON public.tasks_line IS '73119f159c338e6fd978fb525c73ef91c8658872';
CREATE TRIGGER pgtrigger_append_only_2355e BEFORE DELETE OR UPDATE ON public.crews_deed FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_append_only_2355e();
COMMENT ON TRIGGER pgtrigger_append_only_2355e ON public.crews_deed IS '91b2d6d993d617b35806b0b6a6d6374aeb45ec34';
CREATE TRIGGER pgtrigger_append_only_368e8 BEFORE DELETE OR UPDATE ON public.duty_hush FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_append_only_368e8();
COMMENT ON TRIGGER pgtrigger_append_only_368e8 ON public.duty_hush IS '92d9eab6687d1dc84aec347498ea012ebe5b9500';
CREATE TRIGGER pgtrigger_append_only_77904 BEFORE DELETE OR UPDATE ON public.forces_log FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_append_only_77904();
COMMENT ON TRIGGER pgtrigger_append_only_77904 ON public.forces_log IS '28b584a1f0440d0f67f32721697490411718cc69';
CREATE TRIGGER pgtrigger_append_only_79618 BEFORE DELETE OR UPDATE ON public.accounts_look FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_append_only_79618();
COMMENT ON TRIGGER pgtrigger_append_only_79618 ON public.accounts_look IS 'ba8cdabd2f4d32a272a6df7bad0aaf007f781923';
CREATE TRIGGER pgtrigger_append_only_79859 BEFORE DELETE OR UPDATE ON public.shiftbook_handover_item FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_append_only_79859();
COMMENT ON TRIGGER pgtrigger_append_only_79859 ON public.shiftbook_handover_item IS '0c1152f39806ce6c6be24ee1486e84098ea25dea';
CREATE TRIGGER pgtrigger_append_only_806af BEFORE DELETE OR UPDATE ON public.rules_occurrence FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_append_only_806af();
COMMENT ON TRIGGER pgtrigger_append_only_806af ON public.rules_occurrence IS 'fec5378f1a371543df0c08e80c0e5b99d71cbc3a';
CREATE TRIGGER pgtrigger_append_only_8cd91 BEFORE DELETE OR UPDATE ON public.incidents_log FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_append_only_8cd91();
COMMENT ON TRIGGER pgtrigger_append_only_8cd91 ON public.incidents_log IS '593375c532de5b8970d62690795ffae377e1d257';
CREATE TRIGGER pgtrigger_append_only_9dcc1 BEFORE DELETE OR UPDATE ON public.shiftbook_line FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_append_only_9dcc1();
COMMENT ON TRIGGER pgtrigger_append_only_9dcc1 ON public.shiftbook_line IS 'b12b5cecbada98f0edf1427d13489fb85f74ddf0';
CREATE TRIGGER pgtrigger_append_only_a1e1b BEFORE DELETE OR UPDATE ON public.calls_exchange_event FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_append_only_a1e1b();
COMMENT ON TRIGGER pgtrigger_append_only_a1e1b ON public.calls_exchange_event IS 'b3a0d22c5cd721dfed001238705afeaa2f8fa7e3';
CREATE TRIGGER pgtrigger_append_only_a35cc BEFORE DELETE OR UPDATE ON public.duty_run_line FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_append_only_a35cc();
COMMENT ON TRIGGER pgtrigger_append_only_a35cc ON public.duty_run_line IS '31ef05d98d6cc7ce4ae16f3e9130c0dbfbc01f80';
CREATE TRIGGER pgtrigger_delete_delete_02abd AFTER DELETE ON public.calls_protocol_card FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_delete_delete_02abd();
COMMENT ON TRIGGER pgtrigger_delete_delete_02abd ON public.calls_protocol_card IS 'a0cfe95e1cc8d0fe399897afe0b261f172ab54d7';
CREATE TRIGGER pgtrigger_delete_delete_0669e AFTER DELETE ON public.incidents_alarm FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_delete_delete_0669e();
COMMENT ON TRIGGER pgtrigger_delete_delete_0669e ON public.incidents_alarm IS '4e0266fc56c76340168c1f4fb28c831a2ec8f774';
CREATE TRIGGER pgtrigger_delete_delete_132aa AFTER DELETE ON public.calls_recording_hold FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_delete_delete_132aa();
COMMENT ON TRIGGER pgtrigger_delete_delete_132aa ON public.calls_recording_hold IS 'd0950defab9ce4be31a8c60b023f434aecee05e6';
CREATE TRIGGER pgtrigger_delete_delete_136dc AFTER DELETE ON public.incidents_procedure FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_delete_delete_136dc();
COMMENT ON TRIGGER pgtrigger_delete_delete_136dc ON public.incidents_procedure IS '2846f03e20855485b84ad267f34a6a9776e06860';
CREATE TRIGGER pgtrigger_delete_delete_18acd AFTER DELETE ON public.accounts_person FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_delete_delete_18acd();
COMMENT ON TRIGGER pgtrigger_delete_delete_18acd ON public.accounts_person IS 'e26c054e7a32a78c6c57425cf6d87796e4db56f7';
CREATE TRIGGER pgtrigger_delete_delete_18c5d AFTER DELETE ON public.accounts_api_key FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_delete_delete_18c5d();
COMMENT ON TRIGGER pgtrigger_delete_delete_18c5d ON public.accounts_api_key IS 'a4fcb28e1460d7f8f3aeafff1220f24e9f6c3c83';
CREATE TRIGGER pgtrigger_delete_delete_19232 AFTER DELETE ON public.accounts_api_key_units FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_delete_delete_19232();
COMMENT ON TRIGGER pgtrigger_delete_delete_19232 ON public.accounts_api_key_units IS '3ca4f6c39c8ac9f295f4930c361bd984c7674fdc';
CREATE TRIGGER pgtrigger_delete_delete_20a77 AFTER DELETE ON public.drills_drill FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_delete_delete_20a77();
COMMENT ON TRIGGER pgtrigger_delete_delete_20a77 ON public.drills_drill IS '9df7c4749734c3ffed8c1f02bb407535e147e783';
CREATE TRIGGER pgtrigger_delete_delete_246cd AFTER DELETE ON public.calls_call FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_delete_delete_246cd();
COMMENT ON TRIGGER pgtrigger_delete_delete_246cd ON public.calls_call IS 'e441f18e85380adf757cd21f841ec2a40998b2de';
CREATE TRIGGER pgtrigger_delete_delete_2470b AFTER DELETE ON public.dispatch_target FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_delete_delete_2470b();
COMMENT ON TRIGGER pgtrigger_delete_delete_2470b ON public.dispatch_target IS '3d992646c51edfe9d1b50f7ff6f5e2ccd2c3e6ea';
CREATE TRIGGER pgtrigger_delete_delete_2d088 AFTER DELETE ON public.calls_leg FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_delete_delete_2d088();
COMMENT ON TRIGGER pgtrigger_delete_delete_2d088 ON public.calls_leg IS 'bfe96e01a6e2eacbf7b06c74b1349d57d949c177';
CREATE TRIGGER pgtrigger_delete_delete_2fefa AFTER DELETE ON public.incidents_incident FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_delete_delete_2fefa();
COMMENT ON TRIGGER pgtrigger_delete_delete_2fefa ON public.incidents_incident IS 'd778decd0dd5d1e5fc9d9a4832e08ff6b3a4eefc';
CREATE TRIGGER pgtrigger_delete_delete_3496b AFTER DELETE ON public.calls_place_link FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_delete_delete_3496b();
COMMENT ON TRIGGER pgtrigger_delete_delete_3496b ON public.calls_place_link IS 'd0feb4b0c3e3b3def819a8f09568bb8092838991';
CREATE TRIGGER pgtrigger_delete_delete_352b3 AFTER DELETE ON public.warnings_unit FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_delete_delete_352b3();
COMMENT ON TRIGGER pgtrigger_delete_delete_352b3 ON public.warnings_unit IS '541ddf656e92189815cf3d4015dc499024291dcd';
CREATE TRIGGER pgtrigger_delete_delete_3627a AFTER DELETE ON public.tasks_task FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_delete_delete_3627a();
COMMENT ON TRIGGER pgtrigger_delete_delete_3627a ON public.tasks_task IS 'de9bea8ce69da13fec86f76aeca74c9ecd67ffcd';
CREATE TRIGGER pgtrigger_delete_delete_38b9c AFTER DELETE ON public.accounts_look_purpose FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_delete_delete_38b9c();
COMMENT ON TRIGGER pgtrigger_delete_delete_38b9c ON public.accounts_look_purpose IS '5522b5b4c31831a819f6a89686ab08bd5116628a';
CREATE TRIGGER pgtrigger_delete_delete_3d162 AFTER DELETE ON public.rules_alarm_comment FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_delete_delete_3d162();
COMMENT ON TRIGGER pgtrigger_delete_delete_3d162 ON public.rules_alarm_comment IS '64ff36008131e91156bb6f2f2c77ce22d54fbb30';
CREATE TRIGGER pgtrigger_delete_delete_3f345 AFTER DELETE ON public.tasks_part FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_delete_delete_3f345();
COMMENT ON TRIGGER pgtrigger_delete_delete_3f345 ON public.tasks_part IS '1603d25d168a6608ab924493edf1cd1a9fb5a0a0';
CREATE TRIGGER pgtrigger_delete_delete_40397 AFTER DELETE ON public.forces_run_card FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_delete_delete_40397();
COMMENT ON TRIGGER pgtrigger_delete_delete_40397 ON public.forces_run_card IS 'ee29e327770ae890d69f0ba6bf14aaf4abde466e';
CREATE TRIGGER pgtrigger_delete_delete_409fa AFTER DELETE ON public.indicators_report FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_delete_delete_409fa();
COMMENT ON TRIGGER pgtrigger_delete_delete_409fa ON public.indicators_report IS '87906c5b66c6200e6aa33e259406ba0ea4655145';
CREATE TRIGGER pgtrigger_delete_delete_43eb2 AFTER DELETE ON public.rules_alarm_link FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_delete_delete_43eb2();
COMMENT ON TRIGGER pgtrigger_delete_delete_43eb2 ON public.rules_alarm_link IS '994c2aca8e666afcbafbe1898e48dc472c0a0e9d';
CREATE TRIGGER pgtrigger_delete_delete_493a9 AFTER DELETE ON public.notify_address FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_delete_delete_493a9();
COMMENT ON TRIGGER pgtrigger_delete_delete_493a9 ON public.notify_address IS 'bf8b4e901ba188904de749f019aeb685cc5bdca8';
CREATE TRIGGER pgtrigger_delete_delete_49f5a AFTER DELETE ON public.cameras_camera FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_delete_delete_49f5a();
COMMENT ON TRIGGER pgtrigger_delete_delete_49f5a ON public.cameras_camera IS 'a7612112a233135c5261bb4fce205b408be7b342';
CREATE TRIGGER pgtrigger_delete_delete_4b029 AFTER DELETE ON public.incidents_incident_procedure FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_delete_delete_4b029();
COMMENT ON TRIGGER pgtrigger_delete_delete_4b029 ON public.incidents_incident_procedure IS '8af99985e00e91a59ef9a0589af661c64ef28e5a';
CREATE TRIGGER pgtrigger_delete_delete_4dc7b AFTER DELETE ON public.incidents_command_role FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_delete_delete_4dc7b();
COMMENT ON TRIGGER pgtrigger_delete_delete_4dc7b ON public.incidents_command_role IS 'b6c4bf5c58928b4c8b1369f758cca801283b13e3';
CREATE TRIGGER pgtrigger_delete_delete_4fd2f AFTER DELETE ON public.duty_swap FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_delete_delete_4fd2f();
COMMENT ON TRIGGER pgtrigger_delete_delete_4fd2f ON public.duty_swap IS 'b32c7da0e4f6559bad6a437399db6e96013a7c73';
CREATE TRIGGER pgtrigger_delete_delete_53ec1 AFTER DELETE ON public.incidents_link FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_delete_delete_53ec1();
COMMENT ON TRIGGER pgtrigger_delete_delete_53ec1 ON public.incidents_link IS 'e79974054759589faba790ff67ab86f64b166635';
CREATE TRIGGER pgtrigger_delete_delete_54ac3 AFTER DELETE ON public.warnings_warning FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_delete_delete_54ac3();
COMMENT ON TRIGGER pgtrigger_delete_delete_54ac3 ON public.warnings_warning IS 'cd90440473ae4497eae0a892745d64af56ad39ec';
CREATE TRIGGER pgtrigger_delete_delete_5bdd3 AFTER DELETE ON public.codelists_list FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_delete_delete_5bdd3();
COMMENT ON TRIGGER pgtrigger_delete_delete_5bdd3 ON public.codelists_list IS 'ab16c5801ff67ea2ca05e6e35d96bf0ca2334da7';
CREATE TRIGGER pgtrigger_delete_delete_5fd57 AFTER DELETE ON public.incidents_merge FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_delete_delete_5fd57();
COMMENT ON TRIGGER pgtrigger_delete_delete_5fd57 ON public.incidents_merge IS '7ac67f8a89a236e0f0bb86312c52e6a2bed84a94';
CREATE TRIGGER pgtrigger_delete_delete_61d66 AFTER DELETE ON public.territory_unit_group FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_delete_delete_61d66();
COMMENT ON TRIGGER pgtrigger_delete_delete_61d66 ON public.territory_unit_group IS '5d4ca43fbb430147ecf3a3c00cc58972b95bc3ee';
CREATE TRIGGER pgtrigger_delete_delete_65052 AFTER DELETE ON public.rules_rule FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_delete_delete_65052();
COMMENT ON TRIGGER pgtrigger_delete_delete_65052 ON public.rules_rule IS '1ddbfe125653bf1cbb3ad01f4e9acf7742b188ce';
CREATE TRIGGER pgtrigger_delete_delete_67a6a AFTER DELETE ON public.incidents_step FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_delete_delete_67a6a();
COMMENT ON TRIGGER pgtrigger_delete_delete_67a6a ON public.incidents_step IS '0b551ba299c9fd038d6a731796a75c30708a4c81';
CREATE TRIGGER pgtrigger_delete_delete_67c87 AFTER DELETE ON public.incidents_source FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_delete_delete_67c87();
COMMENT ON TRIGGER pgtrigger_delete_delete_67c87 ON public.incidents_source IS 'c6bd8555acf99690493d18cb529aaf3dbcd7b0b7';
CREATE TRIGGER pgtrigger_delete_delete_69539 AFTER DELETE ON public.rules_set_aside FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_delete_delete_69539();
COMMENT ON TRIGGER pgtrigger_delete_delete_69539 ON public.rules_set_aside IS '6077b8c863967536fe850ed53484cf6918d7a02c';
CREATE TRIGGER pgtrigger_delete_delete_6c644 AFTER DELETE ON public.duty_pattern_place FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_delete_delete_6c644();
COMMENT ON TRIGGER pgtrigger_delete_delete_6c644 ON public.duty_pattern_place IS 'ac7bedb2394b8e16fe2af6aa84b100374125d126';
CREATE TRIGGER pgtrigger_delete_delete_6d100 AFTER DELETE ON public.kernel_retention_rule FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_delete_delete_6d100();
COMMENT ON TRIGGER pgtrigger_delete_delete_6d100 ON public.kernel_retention_rule IS '5441a2049ca71d7fd01817bd158efd78c9a12f99';
CREATE TRIGGER pgtrigger_delete_delete_6dc3e AFTER DELETE ON public.forces_assignment FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_delete_delete_6dc3e();
COMMENT ON TRIGGER pgtrigger_delete_delete_6dc3e ON public.forces_assignment IS 'ddf792b642788c6fcaa20cf0cdb1d92304ba712c';
CREATE TRIGGER pgtrigger_delete_delete_6f4e3 AFTER DELETE ON public.incidents_leg FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_delete_delete_6f4e3();
COMMENT ON TRIGGER pgtrigger_delete_delete_6f4e3 ON public.incidents_leg IS 'e72549ca6b6e9cbafc7fdef43b7dcc3b8889a5f7';
CREATE TRIGGER pgtrigger_delete_delete_6f719 AFTER DELETE ON public.duty_roster FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_delete_delete_6f719();
COMMENT ON TRIGGER pgtrigger_delete_delete_6f719 ON public.duty_roster IS '80db48d4c92c741057ec74b63871e9354adedf15';
CREATE TRIGGER pgtrigger_delete_delete_7104d AFTER DELETE ON public.codelists_entry FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_delete_delete_7104d();
COMMENT ON TRIGGER pgtrigger_delete_delete_7104d ON public.codelists_entry IS '7bbc0757dfbae5ee110a68ef6f0bbdbf86f8ac19';
CREATE TRIGGER pgtrigger_delete_delete_73489 AFTER DELETE ON public.territory_unit FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_delete_delete_73489();
COMMENT ON TRIGGER pgtrigger_delete_delete_73489 ON public.territory_unit IS 'b4e9f61569380689f5df3fc4e966b585e0d9cee8';
CREATE TRIGGER pgtrigger_delete_delete_765ea AFTER DELETE ON public.codelists_release FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_delete_delete_765ea();
COMMENT ON TRIGGER pgtrigger_delete_delete_765ea ON public.codelists_release IS '1af9b4ce4ffda649e5acc7112505c9945687871c';
CREATE TRIGGER pgtrigger_delete_delete_78561 AFTER DELETE ON public.rules_schedule FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_delete_delete_78561();
COMMENT ON TRIGGER pgtrigger_delete_delete_78561 ON public.rules_schedule IS '0bbbff55b1319e594f8d2abfeb73e71757381d38';
CREATE TRIGGER pgtrigger_delete_delete_851dd AFTER DELETE ON public.commands_channel FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_delete_delete_851dd();
COMMENT ON TRIGGER pgtrigger_delete_delete_851dd ON public.commands_channel IS '02e4bf927344f6455d2c71e19ecacd5043ec8aba';
CREATE TRIGGER pgtrigger_delete_delete_8717e AFTER DELETE ON public.forces_check_in FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_delete_delete_8717e();
COMMENT ON TRIGGER pgtrigger_delete_delete_8717e ON public.forces_check_in IS 'e81da3677d4ecab6683ad9fa8187764db5ea1d26';
CREATE TRIGGER pgtrigger_delete_delete_880cf AFTER DELETE ON public.duty_policy FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_delete_delete_880cf();
COMMENT ON TRIGGER pgtrigger_delete_delete_880cf ON public.duty_policy IS '746aba8a89b41273b5274e2d1e101e0a1db3d177';
CREATE TRIGGER pgtrigger_delete_delete_8890a AFTER DELETE ON public.rules_decided_day FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_delete_delete_8890a();
COMMENT ON TRIGGER pgtrigger_delete_delete_8890a ON public.rules_decided_day IS '4756f21c0805b81bda8da550a69981c40ceeda9c';
CREATE TRIGGER pgtrigger_delete_delete_8dfa7 AFTER DELETE ON public.notify_preference FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_delete_delete_8dfa7();
COMMENT ON TRIGGER pgtrigger_delete_delete_8dfa7 ON public.notify_preference IS 'c675614987769a35ea2bbd43e360b5c80aeaeb45';
CREATE TRIGGER pgtrigger_delete_delete_8ff58 AFTER DELETE ON public.calls_service FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_delete_delete_8ff58();
COMMENT ON TRIGGER pgtrigger_delete_delete_8ff58 ON public.calls_service IS '7906435bf77019a85cd5368393cdbc0738417c12';
CREATE TRIGGER pgtrigger_delete_delete_91c86 AFTER DELETE ON public.notify_rule FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_delete_delete_91c86();
COMMENT ON TRIGGER pgtrigger_delete_delete_91c86 ON public.notify_rule IS '60f2d44a036581950411e31a2437a5b5cd59aea8';
CREATE TRIGGER pgtrigger_delete_delete_944ca AFTER DELETE ON public.cameras_rule FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_delete_delete_944ca();
COMMENT ON TRIGGER pgtrigger_delete_delete_944ca ON public.cameras_rule IS 'cdbad71e55286cb1e1c62024ea69cdca4d59371d';
CREATE TRIGGER pgtrigger_delete_delete_99a58 AFTER DELETE ON public.accounts_rule FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_delete_delete_99a58();
COMMENT ON TRIGGER pgtrigger_delete_delete_99a58 ON public.accounts_rule IS 'dd3f24f39ed70196d3ffbe3bc0c4e0aba7834831';
CREATE TRIGGER pgtrigger_delete_delete_9a065 AFTER DELETE ON public.crews_duty FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_delete_delete_9a065();
COMMENT ON TRIGGER pgtrigger_delete_delete_9a065 ON public.crews_duty IS '9280333b4dfb9f5a4bf8bdd6078d9728d1b0c2b4';
CREATE TRIGGER pgtrigger_delete_delete_9acf1 AFTER DELETE ON public.calls_number_mark FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_delete_delete_9acf1();
COMMENT ON TRIGGER pgtrigger_delete_delete_9acf1 ON public.calls_number_mark IS '7feb6c6640d83a52448223e0d5242991242c9b2d';
CREATE TRIGGER pgtrigger_delete_delete_9e450 AFTER DELETE ON public.territory_unit_group_member FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_delete_delete_9e450();
COMMENT ON TRIGGER pgtrigger_delete_delete_9e450 ON public.territory_unit_group_member IS '944467b7620ca42b19047a8e4c5fe7eb9af94bc7';
CREATE TRIGGER pgtrigger_delete_delete_a3255 AFTER DELETE ON public.incidents_entity FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_delete_delete_a3255();
COMMENT ON TRIGGER pgtrigger_delete_delete_a3255 ON public.incidents_entity IS '1f454c5e555f103ef15f97f58481ee8af732a7ff';
CREATE TRIGGER pgtrigger_delete_delete_a867f AFTER DELETE ON public.territory_unit_area FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_delete_delete_a867f();
COMMENT ON TRIGGER pgtrigger_delete_delete_a867f ON public.territory_unit_area IS 'a0cffd64e39cd8f8f2d5e5566d293c1af50a50d4';
CREATE TRIGGER pgtrigger_delete_delete_a8e96 AFTER DELETE ON public.cameras_grant FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_delete_delete_a8e96();
COMMENT ON TRIGGER pgtrigger_delete_delete_a8e96 ON public.cameras_grant IS 'b1648fbc5edd3b7bb7eb935d5e5ece6375651198';
CREATE TRIGGER pgtrigger_delete_delete_a98e9 AFTER DELETE ON public.packs_loaded_pack FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_delete_delete_a98e9();
COMMENT ON TRIGGER pgtrigger_delete_delete_a98e9 ON public.packs_loaded_pack IS '0a54a269005aeacb21b67a0893291530cd4af69a';
CREATE TRIGGER pgtrigger_delete_delete_ab616 AFTER DELETE ON public.commands_command FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_delete_delete_ab616();
COMMENT ON TRIGGER pgtrigger_delete_delete_ab616 ON public.commands_command IS 'c4da65a7b902bb54e72458a9d9da07bb6ab77b53';
CREATE TRIGGER pgtrigger_delete_delete_ab848 AFTER DELETE ON public.tasks_extension FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_delete_delete_ab848();
COMMENT ON TRIGGER pgtrigger_delete_delete_ab848 ON public.tasks_extension IS '052102b69cef5c9d61e689e355425731274a147e';
CREATE TRIGGER pgtrigger_delete_delete_abef7 AFTER DELETE ON public.warnings_text FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_delete_delete_abef7();
COMMENT ON TRIGGER pgtrigger_delete_delete_abef7 ON public.warnings_text IS 'ea151ab38a99dec23f146b6374806acb83630d95';
CREATE TRIGGER pgtrigger_delete_delete_ac0e9 AFTER DELETE ON public.shiftbook_shift FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_delete_delete_ac0e9();
COMMENT ON TRIGGER pgtrigger_delete_delete_ac0e9 ON public.shiftbook_shift IS 'c2bc10be1a0b40f4bf6b95d68ecda4ad08c8b33e';
CREATE TRIGGER pgtrigger_delete_delete_af1cc AFTER DELETE ON public.duty_run FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_delete_delete_af1cc();
COMMENT ON TRIGGER pgtrigger_delete_delete_af1cc ON public.duty_run IS 'edb93a06e3c9ffdaeb0ad6b1ff3ab8f5db7a9732';
CREATE TRIGGER pgtrigger_delete_delete_b312b AFTER DELETE ON public.duty_override FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_delete_delete_b312b();
COMMENT ON TRIGGER pgtrigger_delete_delete_b312b ON public.duty_override IS 'abcde758faaf9a524e52637421edf181202a2e80';
CREATE TRIGGER pgtrigger_delete_delete_b4bd9 AFTER DELETE ON public.duty_step FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_delete_delete_b4bd9();
COMMENT ON TRIGGER pgtrigger_delete_delete_b4bd9 ON public.duty_step IS 'e296f131c33334e3c48296e35743f84fa2259102';
CREATE TRIGGER pgtrigger_delete_delete_b4f4c AFTER DELETE ON public.duty_pattern FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_delete_delete_b4f4c();
COMMENT ON TRIGGER pgtrigger_delete_delete_b4f4c ON public.duty_pattern IS 'a1b4c37a2be9aa4ebc054db74a4d340ead49b530';
CREATE TRIGGER pgtrigger_delete_delete_bb3b3 AFTER DELETE ON public.shiftbook_handover FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_delete_delete_bb3b3();
COMMENT ON TRIGGER pgtrigger_delete_delete_bb3b3 ON public.shiftbook_handover IS 'b3807a3d9127b7b080ea2a4a0e5d017e6f5dd8be';
CREATE TRIGGER pgtrigger_delete_delete_be735 AFTER DELETE ON public.rules_alarm FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_delete_delete_be735();
COMMENT ON TRIGGER pgtrigger_delete_delete_be735 ON public.rules_alarm IS '582460fd5afdf8a4a9b578760e764aefeffe870b';
CREATE TRIGGER pgtrigger_delete_delete_c1132 AFTER DELETE ON public.calls_line FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_delete_delete_c1132();
COMMENT ON TRIGGER pgtrigger_delete_delete_c1132 ON public.calls_line IS '9cd94419abe99d216799e71013dfc5ac1d5d65dd';
CREATE TRIGGER pgtrigger_delete_delete_c2e12 AFTER DELETE ON public.rules_alarm_guide FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_delete_delete_c2e12();
COMMENT ON TRIGGER pgtrigger_delete_delete_c2e12 ON public.rules_alarm_guide IS '5f52b860e13e22c3c7c7945e0bc2cea976bc6c59';
CREATE TRIGGER pgtrigger_delete_delete_c471e AFTER DELETE ON public.shiftbook_desk FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_delete_delete_c471e();
COMMENT ON TRIGGER pgtrigger_delete_delete_c471e ON public.shiftbook_desk IS '6768f3506b3cb44fcb6f01b3238f9add218a1bac';
CREATE TRIGGER pgtrigger_delete_delete_c7896 AFTER DELETE ON public.kernel_event_failure FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_delete_delete_c7896();
COMMENT ON TRIGGER pgtrigger_delete_delete_c7896 ON public.kernel_event_failure IS '5b05535981d8406af1dd4d52ba413db167ed45cc';
CREATE TRIGGER pgtrigger_delete_delete_c793d AFTER DELETE ON public.notify_channel FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_delete_delete_c793d();
COMMENT ON TRIGGER pgtrigger_delete_delete_c793d ON public.notify_channel IS 'e8d40186d7dcd029b506620c10ca255289f9b8a3';
CREATE TRIGGER pgtrigger_delete_delete_caa7b AFTER DELETE ON public.crews_rule FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_delete_delete_caa7b();
COMMENT ON TRIGGER pgtrigger_delete_delete_caa7b ON public.crews_rule IS '43cbee143a0537deaaeed8122f7c9cdd6a740b8d';
CREATE TRIGGER pgtrigger_delete_delete_cf930 AFTER DELETE ON public.shiftbook_rule FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_delete_delete_cf930();
COMMENT ON TRIGGER pgtrigger_delete_delete_cf930 ON public.shiftbook_rule IS '4b4fbfdbf196bc2d8ce781d5e0d1e54157f7957a';
CREATE TRIGGER pgtrigger_delete_delete_d0e1f AFTER DELETE ON public.accounts_role_grant FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_delete_delete_d0e1f();
COMMENT ON TRIGGER pgtrigger_delete_delete_d0e1f ON public.accounts_role_grant IS '9ab6d679ce8738726911180c7d1f64c8a920214b';
CREATE TRIGGER pgtrigger_delete_delete_d4253 AFTER DELETE ON public.accounts_agency FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_delete_delete_d4253();
COMMENT ON TRIGGER pgtrigger_delete_delete_d4253 ON public.accounts_agency IS '3434619324a3e6ccc72e9c9a600cc179147c56d0';
CREATE TRIGGER pgtrigger_delete_delete_d684e AFTER DELETE ON public.calls_rule FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_delete_delete_d684e();
COMMENT ON TRIGGER pgtrigger_delete_delete_d684e ON public.calls_rule IS '10d55c2aa14ca6384ac157a6093d0770c71933e5';
CREATE TRIGGER pgtrigger_delete_delete_d75a6 AFTER DELETE ON public.accounts_role FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_delete_delete_d75a6();
COMMENT ON TRIGGER pgtrigger_delete_delete_d75a6 ON public.accounts_role IS '1c96297f9505474d98e19c4a4e57ade7e616e454';
CREATE TRIGGER pgtrigger_delete_delete_e4135 AFTER DELETE ON public.connectors_source FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_delete_delete_e4135();
COMMENT ON TRIGGER pgtrigger_delete_delete_e4135 ON public.connectors_source IS '5c44e520bc2b59f570ad2c7ebf8908fd44f003c9';
CREATE TRIGGER pgtrigger_delete_delete_e633f AFTER DELETE ON public.duty_route FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_delete_delete_e633f();
COMMENT ON TRIGGER pgtrigger_delete_delete_e633f ON public.duty_route IS 'f60d0ac59a3d41abb4c467eae2e6a59bb7f56dc3';
CREATE TRIGGER pgtrigger_delete_delete_e7283 AFTER DELETE ON public.forces_force FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_delete_delete_e7283();
COMMENT ON TRIGGER pgtrigger_delete_delete_e7283 ON public.forces_force IS 'f65c83fe0030f8607bbe0e0e2979ee2cc7ec35aa';
CREATE TRIGGER pgtrigger_delete_delete_e9e92 AFTER DELETE ON public.incidents_held_role FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_delete_delete_e9e92();
COMMENT ON TRIGGER pgtrigger_delete_delete_e9e92 ON public.incidents_held_role IS 'a3fad53c5cd276504ef1b8f67c56f855e5ba0210';
CREATE TRIGGER pgtrigger_delete_delete_ebd93 AFTER DELETE ON public.cameras_recorder FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_delete_delete_ebd93();
COMMENT ON TRIGGER pgtrigger_delete_delete_ebd93 ON public.cameras_recorder IS 'fac2820f7d8f3c4a92c63b55a97fbc40fd7732a6';
CREATE TRIGGER pgtrigger_delete_delete_f068f AFTER DELETE ON public.indicators_indicator FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_delete_delete_f068f();
COMMENT ON TRIGGER pgtrigger_delete_delete_f068f ON public.indicators_indicator IS '15154ddc78de40b8094e2c95af77fdb486276ebb';
CREATE TRIGGER pgtrigger_delete_delete_fca8f AFTER DELETE ON public.territory_unit_change FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_delete_delete_fca8f();
COMMENT ON TRIGGER pgtrigger_delete_delete_fca8f ON public.territory_unit_change IS 'af95f028a0e5e712133a47a87825d5edadd74628';
CREATE TRIGGER pgtrigger_insert_insert_00a1f AFTER INSERT ON public.territory_unit_group FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_insert_insert_00a1f();
COMMENT ON TRIGGER pgtrigger_insert_insert_00a1f ON public.territory_unit_group IS 'd8a205dfa3f0cb831104e8c0b7315a10d464858d';
CREATE TRIGGER pgtrigger_insert_insert_02c66 AFTER INSERT ON public.accounts_rule FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_insert_insert_02c66();
COMMENT ON TRIGGER pgtrigger_insert_insert_02c66 ON public.accounts_rule IS 'b4c285e6fac4d7991cded3dfd0f7c7fb365fa418';
CREATE TRIGGER pgtrigger_insert_insert_05493 AFTER INSERT ON public.accounts_api_key_units FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_insert_insert_05493();
COMMENT ON TRIGGER pgtrigger_insert_insert_05493 ON public.accounts_api_key_units IS '998a9d3bf64d2d328a7e2b8f92543ffde1c98b00';
CREATE TRIGGER pgtrigger_insert_insert_065b5 AFTER INSERT ON public.cameras_recorder FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_insert_insert_065b5();
COMMENT ON TRIGGER pgtrigger_insert_insert_065b5 ON public.cameras_recorder IS '0acd723c8c08ee6c1006abb3d42d25af40c09dc3';
CREATE TRIGGER pgtrigger_insert_insert_0aa94 AFTER INSERT ON public.incidents_link FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_insert_insert_0aa94();
COMMENT ON TRIGGER pgtrigger_insert_insert_0aa94 ON public.incidents_link IS '12871d473072fe68414e513633765627cd711705';
CREATE TRIGGER pgtrigger_insert_insert_0ddf0 AFTER INSERT ON public.forces_force FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_insert_insert_0ddf0();
COMMENT ON TRIGGER pgtrigger_insert_insert_0ddf0 ON public.forces_force IS '0e9899f782f988aef45d3ddafa6150abe1afbcdf';
CREATE TRIGGER pgtrigger_insert_insert_17054 AFTER INSERT ON public.incidents_command_role FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_insert_insert_17054();
COMMENT ON TRIGGER pgtrigger_insert_insert_17054 ON public.incidents_command_role IS 'd0a38758be452828acf9f04011dddc794b788418';
CREATE TRIGGER pgtrigger_insert_insert_1ad0a AFTER INSERT ON public.incidents_source FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_insert_insert_1ad0a();
COMMENT ON TRIGGER pgtrigger_insert_insert_1ad0a ON public.incidents_source IS '86a8ceb7807ca06c4b3efff33ccdb1ff8fdcdd15';
CREATE TRIGGER pgtrigger_insert_insert_1ed31 AFTER INSERT ON public.accounts_api_key FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_insert_insert_1ed31();
COMMENT ON TRIGGER pgtrigger_insert_insert_1ed31 ON public.accounts_api_key IS '63869693d6722534dafbb2619e13ba679ef11300';
CREATE TRIGGER pgtrigger_insert_insert_2241a AFTER INSERT ON public.forces_run_card FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_insert_insert_2241a();
COMMENT ON TRIGGER pgtrigger_insert_insert_2241a ON public.forces_run_card IS '61fcaf24eefdaf9e4dd3485f385ad4602ddf77b6';
CREATE TRIGGER pgtrigger_insert_insert_285dd AFTER INSERT ON public.rules_alarm FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_insert_insert_285dd();
COMMENT ON TRIGGER pgtrigger_insert_insert_285dd ON public.rules_alarm IS '74eb7b89d4b21e29150bec063bcc5bfd4b1f545d';
CREATE TRIGGER pgtrigger_insert_insert_2aee0 AFTER INSERT ON public.duty_route FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_insert_insert_2aee0();
COMMENT ON TRIGGER pgtrigger_insert_insert_2aee0 ON public.duty_route IS '52734f319615f5f4ece71fbb9bea27d2b0f26158';
CREATE TRIGGER pgtrigger_insert_insert_2ed20 AFTER INSERT ON public.rules_alarm_guide FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_insert_insert_2ed20();
COMMENT ON TRIGGER pgtrigger_insert_insert_2ed20 ON public.rules_alarm_guide IS '6d39386b8abf4c1eb6ab18b8d7bc66433604845f';
CREATE TRIGGER pgtrigger_insert_insert_341b2 AFTER INSERT ON public.shiftbook_rule FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_insert_insert_341b2();
COMMENT ON TRIGGER pgtrigger_insert_insert_341b2 ON public.shiftbook_rule IS '48a54990460312ee110ad0812864c7f3de0d2891';
CREATE TRIGGER pgtrigger_insert_insert_35403 AFTER INSERT ON public.shiftbook_desk FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_insert_insert_35403();
COMMENT ON TRIGGER pgtrigger_insert_insert_35403 ON public.shiftbook_desk IS '00467c292698bb9b03685ee179b7bd3dafd5c893';
CREATE TRIGGER pgtrigger_insert_insert_3581d AFTER INSERT ON public.warnings_text FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_insert_insert_3581d();
COMMENT ON TRIGGER pgtrigger_insert_insert_3581d ON public.warnings_text IS 'af2c905442acaca88fe533c25af4f72a59b555e6';
CREATE TRIGGER pgtrigger_insert_insert_38582 AFTER INSERT ON public.tasks_extension FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_insert_insert_38582();
COMMENT ON TRIGGER pgtrigger_insert_insert_38582 ON public.tasks_extension IS '9acfe76529bcf112d1910efa3614d89498f7a3c6';
CREATE TRIGGER pgtrigger_insert_insert_38b86 AFTER INSERT ON public.crews_rule FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_insert_insert_38b86();
COMMENT ON TRIGGER pgtrigger_insert_insert_38b86 ON public.crews_rule IS '0e33e97d45675e32dfa8c5a14288784309c24292';
CREATE TRIGGER pgtrigger_insert_insert_38d79 AFTER INSERT ON public.calls_leg FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_insert_insert_38d79();
COMMENT ON TRIGGER pgtrigger_insert_insert_38d79 ON public.calls_leg IS 'a0e5de135adbe8dcce0fd3a9335f708330e1d5c1';
CREATE TRIGGER pgtrigger_insert_insert_3b39a AFTER INSERT ON public.kernel_retention_rule FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_insert_insert_3b39a();
COMMENT ON TRIGGER pgtrigger_insert_insert_3b39a ON public.kernel_retention_rule IS '9b6ad3110cb7eaa625092869e568fd047dd4ea6d';
CREATE TRIGGER pgtrigger_insert_insert_3d4f6 AFTER INSERT ON public.duty_run FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_insert_insert_3d4f6();
COMMENT ON TRIGGER pgtrigger_insert_insert_3d4f6 ON public.duty_run IS '186d8adc57f5428928014694e03772fcf3153582';
CREATE TRIGGER pgtrigger_insert_insert_41004 AFTER INSERT ON public.duty_pattern FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_insert_insert_41004();
COMMENT ON TRIGGER pgtrigger_insert_insert_41004 ON public.duty_pattern IS '6f4a40d9b29da9b4c1ffb1704fc265b8f028ab09';
CREATE TRIGGER pgtrigger_insert_insert_44a98 AFTER INSERT ON public.rules_alarm_comment FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_insert_insert_44a98();
COMMENT ON TRIGGER pgtrigger_insert_insert_44a98 ON public.rules_alarm_comment IS 'ad9cf998d0bc1f57227d06483f0fe3e2eb5f2189';
CREATE TRIGGER pgtrigger_insert_insert_45800 AFTER INSERT ON public.forces_check_in FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_insert_insert_45800();
COMMENT ON TRIGGER pgtrigger_insert_insert_45800 ON public.forces_check_in IS '8600d71338fc0a5baffa60a24f38e4704072c340';
CREATE TRIGGER pgtrigger_insert_insert_4d80a AFTER INSERT ON public.codelists_entry FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_insert_insert_4d80a();
COMMENT ON TRIGGER pgtrigger_insert_insert_4d80a ON public.codelists_entry IS 'f5baafdfc9bc58854a16d3fb8a868929c95c5c73';
CREATE TRIGGER pgtrigger_insert_insert_4fb61 AFTER INSERT ON public.notify_channel FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_insert_insert_4fb61();
COMMENT ON TRIGGER pgtrigger_insert_insert_4fb61 ON public.notify_channel IS '89eac8e2ba84047848f1f3461bd26d174be1c502';
CREATE TRIGGER pgtrigger_insert_insert_53bdb AFTER INSERT ON public.incidents_merge FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_insert_insert_53bdb();
COMMENT ON TRIGGER pgtrigger_insert_insert_53bdb ON public.incidents_merge IS 'c7539331e99dec14466ea1c5423dfe9033c5da56';
CREATE TRIGGER pgtrigger_insert_insert_54af6 AFTER INSERT ON public.forces_assignment FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_insert_insert_54af6();
COMMENT ON TRIGGER pgtrigger_insert_insert_54af6 ON public.forces_assignment IS '07c4e581b52e000a1a30133e940e491f52849cf0';
CREATE TRIGGER pgtrigger_insert_insert_5a1c1 AFTER INSERT ON public.duty_step FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_insert_insert_5a1c1();
COMMENT ON TRIGGER pgtrigger_insert_insert_5a1c1 ON public.duty_step IS '3ccef09f2f31395742d3b89da50b9facbc389716';
CREATE TRIGGER pgtrigger_insert_insert_5a65c AFTER INSERT ON public.rules_decided_day FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_insert_insert_5a65c();
COMMENT ON TRIGGER pgtrigger_insert_insert_5a65c ON public.rules_decided_day IS 'e75cf8894df84ac5c988a324cf0706e2579d4e72';
CREATE TRIGGER pgtrigger_insert_insert_5bb27 AFTER INSERT ON public.commands_command FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_insert_insert_5bb27();
COMMENT ON TRIGGER pgtrigger_insert_insert_5bb27 ON public.commands_command IS '8095c3bf2e7c74c246a73cc6759de0706d8a1788';
CREATE TRIGGER pgtrigger_insert_insert_5c888 AFTER INSERT ON public.duty_pattern_place FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_insert_insert_5c888();
COMMENT ON TRIGGER pgtrigger_insert_insert_5c888 ON public.duty_pattern_place IS '7377683f42185bf4c985d0adedcd84cc51e835e8';
CREATE TRIGGER pgtrigger_insert_insert_5ef44 AFTER INSERT ON public.duty_roster FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_insert_insert_5ef44();
COMMENT ON TRIGGER pgtrigger_insert_insert_5ef44 ON public.duty_roster IS 'a113443872a4efa8ce4f8dade1fbde5d61de934d';
CREATE TRIGGER pgtrigger_insert_insert_64094 AFTER INSERT ON public.calls_recording_hold FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_insert_insert_64094();
COMMENT ON TRIGGER pgtrigger_insert_insert_64094 ON public.calls_recording_hold IS 'ee9d8be8f8d58503f9c15befbebfb6b4b40d75d5';
CREATE TRIGGER pgtrigger_insert_insert_6593b AFTER INSERT ON public.calls_rule FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_insert_insert_6593b();
COMMENT ON TRIGGER pgtrigger_insert_insert_6593b ON public.calls_rule IS 'd4e018efedd008c44502ab41f1e6a6b00d3fdb7a';
CREATE TRIGGER pgtrigger_insert_insert_66360 AFTER INSERT ON public.codelists_list FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_insert_insert_66360();
COMMENT ON TRIGGER pgtrigger_insert_insert_66360 ON public.codelists_list IS 'c6a97549fe22f3172f08cdcb205db74f5c0b2ed8';
CREATE TRIGGER pgtrigger_insert_insert_67acf AFTER INSERT ON public.accounts_agency FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_insert_insert_67acf();
COMMENT ON TRIGGER pgtrigger_insert_insert_67acf ON public.accounts_agency IS '0f564972db3a846d53931deadc1a1cf754c3f142';
CREATE TRIGGER pgtrigger_insert_insert_686d3 AFTER INSERT ON public.incidents_incident_procedure FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_insert_insert_686d3();
COMMENT ON TRIGGER pgtrigger_insert_insert_686d3 ON public.incidents_incident_procedure IS '9558f666bee56bf9fe3e69e34f6c1a1329e5e896';
CREATE TRIGGER pgtrigger_insert_insert_6ab67 AFTER INSERT ON public.indicators_indicator FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_insert_insert_6ab67();
COMMENT ON TRIGGER pgtrigger_insert_insert_6ab67 ON public.indicators_indicator IS '7cee5d7e2030f89bfb5a0363455b9649e89e19d3';
CREATE TRIGGER pgtrigger_insert_insert_6b541 AFTER INSERT ON public.accounts_person FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_insert_insert_6b541();
COMMENT ON TRIGGER pgtrigger_insert_insert_6b541 ON public.accounts_person IS '4d17a6865a47857bb609554be489e309eecd793f';
CREATE TRIGGER pgtrigger_insert_insert_6bb77 AFTER INSERT ON public.rules_schedule FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_insert_insert_6bb77();
COMMENT ON TRIGGER pgtrigger_insert_insert_6bb77 ON public.rules_schedule IS '1d433207bd1b2441f989edc6c14cd7a2f18e4c5b';
CREATE TRIGGER pgtrigger_insert_insert_6c860 AFTER INSERT ON public.warnings_warning FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_insert_insert_6c860();
COMMENT ON TRIGGER pgtrigger_insert_insert_6c860 ON public.warnings_warning IS '8762fa83302a4924b79b448d5dd9a7f4df010daf';
CREATE TRIGGER pgtrigger_insert_insert_6f6d0 AFTER INSERT ON public.calls_service FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_insert_insert_6f6d0();
COMMENT ON TRIGGER pgtrigger_insert_insert_6f6d0 ON public.calls_service IS 'adc47213c8b7fa275a4d8a6a265bc902aa5fceb3';
CREATE TRIGGER pgtrigger_insert_insert_77ca7 AFTER INSERT ON public.accounts_role_grant FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_insert_insert_77ca7();
COMMENT ON TRIGGER pgtrigger_insert_insert_77ca7 ON public.accounts_role_grant IS '2eda35ee3d2bbd55d3f2f0117f2feeb36ef134fd';
CREATE TRIGGER pgtrigger_insert_insert_87d09 AFTER INSERT ON public.shiftbook_shift FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_insert_insert_87d09();
COMMENT ON TRIGGER pgtrigger_insert_insert_87d09 ON public.shiftbook_shift IS 'ec5c013396fa5f34d1a0e61c36d886f4a3e0edbc';
CREATE TRIGGER pgtrigger_insert_insert_8cb96 AFTER INSERT ON public.rules_rule FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_insert_insert_8cb96();
COMMENT ON TRIGGER pgtrigger_insert_insert_8cb96 ON public.rules_rule IS '067ff398a6947eb7c48d3405718e665c44114edc';
CREATE TRIGGER pgtrigger_insert_insert_90c16 AFTER INSERT ON public.tasks_part FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_insert_insert_90c16();
COMMENT ON TRIGGER pgtrigger_insert_insert_90c16 ON public.tasks_part IS 'e7bdea0edf5a8411068450235c408409058d1c51';
CREATE TRIGGER pgtrigger_insert_insert_98e99 AFTER INSERT ON public.cameras_rule FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_insert_insert_98e99();
COMMENT ON TRIGGER pgtrigger_insert_insert_98e99 ON public.cameras_rule IS '213b3d56a40e7ee56064cb239498658e8f42f4c6';
CREATE TRIGGER pgtrigger_insert_insert_9a410 AFTER INSERT ON public.indicators_report FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_insert_insert_9a410();
COMMENT ON TRIGGER pgtrigger_insert_insert_9a410 ON public.indicators_report IS '2655ac580a55a9059f385aaac7b6dd385aee7c43';
CREATE TRIGGER pgtrigger_insert_insert_9e56e AFTER INSERT ON public.rules_alarm_link FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_insert_insert_9e56e();
COMMENT ON TRIGGER pgtrigger_insert_insert_9e56e ON public.rules_alarm_link IS 'abfe1b495912b585b3e79445fc0cc1e57d6cd71c';
CREATE TRIGGER pgtrigger_insert_insert_a4e2b AFTER INSERT ON public.warnings_unit FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_insert_insert_a4e2b();
COMMENT ON TRIGGER pgtrigger_insert_insert_a4e2b ON public.warnings_unit IS '389d6cb5c970fdf46a8f3ddcedbc93d029e675cb';
CREATE TRIGGER pgtrigger_insert_insert_a7dd0 AFTER INSERT ON public.accounts_look_purpose FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_insert_insert_a7dd0();
COMMENT ON TRIGGER pgtrigger_insert_insert_a7dd0 ON public.accounts_look_purpose IS 'a807781fe559b93f5979f53783f8464d482e89c0';
CREATE TRIGGER pgtrigger_insert_insert_a87e8 AFTER INSERT ON public.packs_loaded_pack FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_insert_insert_a87e8();
COMMENT ON TRIGGER pgtrigger_insert_insert_a87e8 ON public.packs_loaded_pack IS '365d09eaedc8dabb44d1a1ac0c42c8eca724add6';
CREATE TRIGGER pgtrigger_insert_insert_ab0c0 AFTER INSERT ON public.calls_place_link FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_insert_insert_ab0c0();
COMMENT ON TRIGGER pgtrigger_insert_insert_ab0c0 ON public.calls_place_link IS 'bfe1099b4d440bb97c55077083478469948841c6';
CREATE TRIGGER pgtrigger_insert_insert_ac3ae AFTER INSERT ON public.shiftbook_handover FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_insert_insert_ac3ae();
COMMENT ON TRIGGER pgtrigger_insert_insert_ac3ae ON public.shiftbook_handover IS '836e5d3d63ff388ea2f5056ececdec8bad2a53cf';
CREATE TRIGGER pgtrigger_insert_insert_acc04 AFTER INSERT ON public.duty_swap FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_insert_insert_acc04();
COMMENT ON TRIGGER pgtrigger_insert_insert_acc04 ON public.duty_swap IS '447de7c053fa20249e03a402116a42bb9d36a466';
CREATE TRIGGER pgtrigger_insert_insert_b1827 AFTER INSERT ON public.incidents_step FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_insert_insert_b1827();
COMMENT ON TRIGGER pgtrigger_insert_insert_b1827 ON public.incidents_step IS 'a68ad7881778c5c7788321fa4667ee7ff9077554';
CREATE TRIGGER pgtrigger_insert_insert_b5c1c AFTER INSERT ON public.dispatch_target FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_insert_insert_b5c1c();
COMMENT ON TRIGGER pgtrigger_insert_insert_b5c1c ON public.dispatch_target IS '4e95e25e6aa16a790673b6af0d81b2afc9d34a2b';
CREATE TRIGGER pgtrigger_insert_insert_c0609 AFTER INSERT ON public.notify_rule FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_insert_insert_c0609();
COMMENT ON TRIGGER pgtrigger_insert_insert_c0609 ON public.notify_rule IS '58b2d7d47bb0da3c30e4e479a543ada2b717ff1d';
CREATE TRIGGER pgtrigger_insert_insert_c12f2 AFTER INSERT ON public.duty_policy FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_insert_insert_c12f2();
COMMENT ON TRIGGER pgtrigger_insert_insert_c12f2 ON public.duty_policy IS 'abb1bba37a721e3aa30222e934133a45f7ec5845';
CREATE TRIGGER pgtrigger_insert_insert_c5c6c AFTER INSERT ON public.territory_unit FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_insert_insert_c5c6c();
COMMENT ON TRIGGER pgtrigger_insert_insert_c5c6c ON public.territory_unit IS '07661a60fe059791d3f7580d4ea824501cdb4fc5';
CREATE TRIGGER pgtrigger_insert_insert_d0646 AFTER INSERT ON public.duty_override FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_insert_insert_d0646();
COMMENT ON TRIGGER pgtrigger_insert_insert_d0646 ON public.duty_override IS 'fe8e8042065f0cab9248a014c0e55a413f48f293';
CREATE TRIGGER pgtrigger_insert_insert_d3a39 AFTER INSERT ON public.notify_address FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_insert_insert_d3a39();
COMMENT ON TRIGGER pgtrigger_insert_insert_d3a39 ON public.notify_address IS '03ff599abbc602a9a74d2d2eacf5595ae93b1c3e';
CREATE TRIGGER pgtrigger_insert_insert_d4a8b AFTER INSERT ON public.incidents_procedure FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_insert_insert_d4a8b();
COMMENT ON TRIGGER pgtrigger_insert_insert_d4a8b ON public.incidents_procedure IS '1862d427b4f1636d1e1e058b2accf56366a071bf';
CREATE TRIGGER pgtrigger_insert_insert_d610f AFTER INSERT ON public.crews_duty FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_insert_insert_d610f();
COMMENT ON TRIGGER pgtrigger_insert_insert_d610f ON public.crews_duty IS '72eb89a2157c17525ffd360b8c45d37a674be4f2';
CREATE TRIGGER pgtrigger_insert_insert_d7e1d AFTER INSERT ON public.territory_unit_area FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_insert_insert_d7e1d();
COMMENT ON TRIGGER pgtrigger_insert_insert_d7e1d ON public.territory_unit_area IS '0689b4939f0eff7bb584a305a1b0f81285e39a79';
CREATE TRIGGER pgtrigger_insert_insert_d82e0 AFTER INSERT ON public.drills_drill FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_insert_insert_d82e0();
COMMENT ON TRIGGER pgtrigger_insert_insert_d82e0 ON public.drills_drill IS '6a5e2cbaea384d1fa1320c266d2df53f7396c0c0';
CREATE TRIGGER pgtrigger_insert_insert_d8545 AFTER INSERT ON public.kernel_event_failure FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_insert_insert_d8545();
COMMENT ON TRIGGER pgtrigger_insert_insert_d8545 ON public.kernel_event_failure IS 'c2fac217f7a015b0cf251b53b49a4715a0d59110';
CREATE TRIGGER pgtrigger_insert_insert_d92e6 AFTER INSERT ON public.incidents_leg FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_insert_insert_d92e6();
COMMENT ON TRIGGER pgtrigger_insert_insert_d92e6 ON public.incidents_leg IS '204faa83537b8429d82aa6e11f5f63e9bcf51e4f';
CREATE TRIGGER pgtrigger_insert_insert_d9a3a AFTER INSERT ON public.accounts_role FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_insert_insert_d9a3a();
COMMENT ON TRIGGER pgtrigger_insert_insert_d9a3a ON public.accounts_role IS '93cc4f5d17bc96745ba60766d3e5465f037c0132';
CREATE TRIGGER pgtrigger_insert_insert_db14b AFTER INSERT ON public.cameras_camera FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_insert_insert_db14b();
COMMENT ON TRIGGER pgtrigger_insert_insert_db14b ON public.cameras_camera IS 'a9bd03f7bd6907ec1f6972fcaa1dbc808e7489e3';
CREATE TRIGGER pgtrigger_insert_insert_dfe39 AFTER INSERT ON public.calls_line FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_insert_insert_dfe39();
COMMENT ON TRIGGER pgtrigger_insert_insert_dfe39 ON public.calls_line IS 'b835fcc1b7ebc840d74843b35af29cee347b88ef';
CREATE TRIGGER pgtrigger_insert_insert_e060a AFTER INSERT ON public.incidents_alarm FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_insert_insert_e060a();
COMMENT ON TRIGGER pgtrigger_insert_insert_e060a ON public.incidents_alarm IS '9406b509b1bb71bddd4ed00a2ea3fac6dd6f4b20';
CREATE TRIGGER pgtrigger_insert_insert_e1c02 AFTER INSERT ON public.territory_unit_group_member FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_insert_insert_e1c02();
COMMENT ON TRIGGER pgtrigger_insert_insert_e1c02 ON public.territory_unit_group_member IS '3043129a8cf84342920dbcd78336e32ef328e356';
CREATE TRIGGER pgtrigger_insert_insert_e2e86 AFTER INSERT ON public.tasks_task FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_insert_insert_e2e86();
COMMENT ON TRIGGER pgtrigger_insert_insert_e2e86 ON public.tasks_task IS '1d76e9a457cf57805f6dfa6e6d6c9b2fbbf3c938';
CREATE TRIGGER pgtrigger_insert_insert_e5a36 AFTER INSERT ON public.calls_protocol_card FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_insert_insert_e5a36();
COMMENT ON TRIGGER pgtrigger_insert_insert_e5a36 ON public.calls_protocol_card IS '59d01817db48221170508626562ae315dbeff75b';
CREATE TRIGGER pgtrigger_insert_insert_ed319 AFTER INSERT ON public.territory_unit_change FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_insert_insert_ed319();
COMMENT ON TRIGGER pgtrigger_insert_insert_ed319 ON public.territory_unit_change IS 'beb812b65c5bab33cc75abc9ffa5d0e37fb006fe';
CREATE TRIGGER pgtrigger_insert_insert_ede08 AFTER INSERT ON public.cameras_grant FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_insert_insert_ede08();
COMMENT ON TRIGGER pgtrigger_insert_insert_ede08 ON public.cameras_grant IS '3b44c56ade0ec266fee68692eb6c710ea4e1096b';
CREATE TRIGGER pgtrigger_insert_insert_edffb AFTER INSERT ON public.incidents_incident FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_insert_insert_edffb();
COMMENT ON TRIGGER pgtrigger_insert_insert_edffb ON public.incidents_incident IS 'aadca7f567fe60b5e2bf79074561cf397861a002';
CREATE TRIGGER pgtrigger_insert_insert_f0ede AFTER INSERT ON public.calls_number_mark FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_insert_insert_f0ede();
COMMENT ON TRIGGER pgtrigger_insert_insert_f0ede ON public.calls_number_mark IS '324903501f5adb6fe84c57bc6d0ac69b67642130';
CREATE TRIGGER pgtrigger_insert_insert_f30c9 AFTER INSERT ON public.incidents_held_role FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_insert_insert_f30c9();
COMMENT ON TRIGGER pgtrigger_insert_insert_f30c9 ON public.incidents_held_role IS '999fed915a29b68ed23511739e4f2715747bbfae';
CREATE TRIGGER pgtrigger_insert_insert_f5b02 AFTER INSERT ON public.codelists_release FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_insert_insert_f5b02();
COMMENT ON TRIGGER pgtrigger_insert_insert_f5b02 ON public.codelists_release IS '6f39f74047f940f1e523130302bb1f4c33d8aea7';
CREATE TRIGGER pgtrigger_insert_insert_f6da1 AFTER INSERT ON public.commands_channel FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_insert_insert_f6da1();
COMMENT ON TRIGGER pgtrigger_insert_insert_f6da1 ON public.commands_channel IS '090518483bbc47e051ad665f751faf04ba99b40f';
CREATE TRIGGER pgtrigger_insert_insert_f8d99 AFTER INSERT ON public.connectors_source FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_insert_insert_f8d99();
COMMENT ON TRIGGER pgtrigger_insert_insert_f8d99 ON public.connectors_source IS 'dd0518a255707dcbcbaff5c9bb433dccbaf71268';
CREATE TRIGGER pgtrigger_insert_insert_fa8f9 AFTER INSERT ON public.incidents_entity FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_insert_insert_fa8f9();
COMMENT ON TRIGGER pgtrigger_insert_insert_fa8f9 ON public.incidents_entity IS 'e7f9613065a9e0a5547079e8f39b385f890abdd8';
CREATE TRIGGER pgtrigger_insert_insert_fc45f AFTER INSERT ON public.rules_set_aside FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_insert_insert_fc45f();
COMMENT ON TRIGGER pgtrigger_insert_insert_fc45f ON public.rules_set_aside IS '1a6ee04add13e2bc20adbbb04200bac701a763ca';
CREATE TRIGGER pgtrigger_insert_insert_fcce2 AFTER INSERT ON public.notify_preference FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_insert_insert_fcce2();
COMMENT ON TRIGGER pgtrigger_insert_insert_fcce2 ON public.notify_preference IS '4b3f2c1024f074eb2c99fa7954db332aa9db96d9';
CREATE TRIGGER pgtrigger_insert_insert_ffd03 AFTER INSERT ON public.calls_call FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_insert_insert_ffd03();
COMMENT ON TRIGGER pgtrigger_insert_insert_ffd03 ON public.calls_call IS 'c311291ce9aeee8ad84a42929a13abc1c3c73b32';
CREATE TRIGGER pgtrigger_only_in_a_draft_a1fff BEFORE INSERT OR DELETE OR UPDATE ON public.codelists_entry FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_only_in_a_draft_a1fff();
COMMENT ON TRIGGER pgtrigger_only_in_a_draft_a1fff ON public.codelists_entry IS '465951b8d55c7b8d4e97d2cbbf855f64d02c7a4d';
CREATE TRIGGER pgtrigger_published_stays_4d5bd BEFORE DELETE OR UPDATE ON public.codelists_release FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_published_stays_4d5bd();
COMMENT ON TRIGGER pgtrigger_published_stays_4d5bd ON public.codelists_release IS '37faf9b7fa232d9c137903e146046efb912a1b0d';
CREATE TRIGGER pgtrigger_update_update_023a0 AFTER UPDATE ON public.accounts_role FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.pgtrigger_update_update_023a0();
COMMENT ON TRIGGER pgtrigger_update_update_023a0 ON public.accounts_role IS '32eed7da943d6c861eb987a0b9d3f1284c018d41';
CREATE TRIGGER pgtrigger_update_update_088ce AFTER UPDATE ON public.indicators_report FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.pgtrigger_update_update_088ce();
COMMENT ON TRIGGER pgtrigger_update_update_088ce ON public.indicators_report IS 'afa38a71e07f6567930444f3ed24efbca49d142e';
CREATE TRIGGER pgtrigger_update_update_0ae53 AFTER UPDATE ON public.notify_channel FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.pgtrigger_update_update_0ae53();
COMMENT ON TRIGGER pgtrigger_update_update_0ae53 ON public.notify_channel IS '35c4bb70472bd7c36bd900b4e8620c4c5cb1d8ec';
CREATE TRIGGER pgtrigger_update_update_0e080 AFTER UPDATE ON public.incidents_entity FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.pgtrigger_update_update_0e080();
COMMENT ON TRIGGER pgtrigger_update_update_0e080 ON public.incidents_entity IS '7127591c0f9206a053f75c528158f535d080f598';
CREATE TRIGGER pgtrigger_update_update_0f1bc AFTER UPDATE ON public.commands_command FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.pgtrigger_update_update_0f1bc();
COMMENT ON TRIGGER pgtrigger_update_update_0f1bc ON public.commands_command IS '69584826eb04498d4b85963e4f897312e1eb0820';
CREATE TRIGGER pgtrigger_update_update_12593 AFTER UPDATE ON public.dispatch_target FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.pgtrigger_update_update_12593();
COMMENT ON TRIGGER pgtrigger_update_update_12593 ON public.dispatch_target IS '6e47b26e8e571fc42b2e34d295a4bb8144ca2db4';
CREATE TRIGGER pgtrigger_update_update_161f8 AFTER UPDATE ON public.kernel_retention_rule FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.pgtrigger_update_update_161f8();
COMMENT ON TRIGGER pgtrigger_update_update_161f8 ON public.kernel_retention_rule IS '88b6a2f58d750fe0b98881666cbd300bcb9b3ac8';
CREATE TRIGGER pgtrigger_update_update_18640 AFTER UPDATE ON public.shiftbook_rule FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.pgtrigger_update_update_18640();
COMMENT ON TRIGGER pgtrigger_update_update_18640 ON public.shiftbook_rule IS '1002c7f64341afbf233d00b4e695ca6808d0d40c';
CREATE TRIGGER pgtrigger_update_update_1c34c AFTER UPDATE ON public.accounts_api_key FOR EACH ROW WHEN (((old.agency_id IS DISTINCT FROM new.agency_id) OR (old.attributes_seen IS DISTINCT FROM new.attributes_seen) OR (old.attributes_written IS DISTINCT FROM new.attributes_written) OR (old.created_at IS DISTINCT FROM new.created_at) OR (old.created_by_id IS DISTINCT FROM new.created_by_id) OR (old.entity_prefixes IS DISTINCT FROM new.entity_prefixes) OR (old.entity_types IS DISTINCT FROM new.entity_types) OR ((old.id)::text IS DISTINCT FROM (new.id)::text) OR ((old.kind)::text IS DISTINCT FROM (new.kind)::text) OR ((old.name)::text IS DISTINCT FROM (new.name)::text) OR ((old.origin)::text IS DISTINCT FROM (new.origin)::text) OR (old.revoked_at IS DISTINCT FROM new.revoked_at) OR (old.scopes IS DISTINCT FROM new.scopes) OR (old.tenants IS DISTINCT FROM new.tenants) OR (old.valid_to IS DISTINCT FROM new.valid_to))) EXECUTE FUNCTION public.pgtrigger_update_update_1c34c();
COMMENT ON TRIGGER pgtrigger_update_update_1c34c ON public.accounts_api_key IS '15414fd12d4ffc09e408dc3d37400f4e18a39389';
CREATE TRIGGER pgtrigger_update_update_1eb7b AFTER UPDATE ON public.territory_unit_group FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.pgtrigger_update_update_1eb7b();
COMMENT ON TRIGGER pgtrigger_update_update_1eb7b ON public.territory_unit_group IS 'e7e09eef1ece522557098deb156d198515c65a20';
CREATE TRIGGER pgtrigger_update_update_1f3ba AFTER UPDATE ON public.commands_channel FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.pgtrigger_update_update_1f3ba();
COMMENT ON TRIGGER pgtrigger_update_update_1f3ba ON public.commands_channel IS '9695d448df9a2d79c41502ec5c03136453d0c4cb';
CREATE TRIGGER pgtrigger_update_update_1fbab AFTER UPDATE ON public.accounts_api_key_units FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.pgtrigger_update_update_1fbab();
COMMENT ON TRIGGER pgtrigger_update_update_1fbab ON public.accounts_api_key_units IS 'ace91921b880d8618e62899914dc4ebb18b7167e';
CREATE TRIGGER pgtrigger_update_update_205f2 AFTER UPDATE ON public.incidents_step FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.pgtrigger_update_update_205f2();
COMMENT ON TRIGGER pgtrigger_update_update_205f2 ON public.incidents_step IS '884b31b0d722251a03e01d589f72ed34df2a5fb2';
CREATE TRIGGER pgtrigger_update_update_22c4e AFTER UPDATE ON public.shiftbook_handover FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.pgtrigger_update_update_22c4e();
COMMENT ON TRIGGER pgtrigger_update_update_22c4e ON public.shiftbook_handover IS '1be8a3fcdbae273b25645370433f57d2eb0a88ba';
CREATE TRIGGER pgtrigger_update_update_29cd2 AFTER UPDATE ON public.rules_rule FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.pgtrigger_update_update_29cd2();
COMMENT ON TRIGGER pgtrigger_update_update_29cd2 ON public.rules_rule IS '8614bd332fe845c7fd13f2c84115965811103a05';
CREATE TRIGGER pgtrigger_update_update_2acf8 AFTER UPDATE ON public.accounts_look_purpose FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.pgtrigger_update_update_2acf8();
COMMENT ON TRIGGER pgtrigger_update_update_2acf8 ON public.accounts_look_purpose IS '5e0da87e71bdb6bf1970977984bb7e4c95a0f77c';
CREATE TRIGGER pgtrigger_update_update_2bcf5 AFTER UPDATE ON public.duty_route FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.pgtrigger_update_update_2bcf5();
COMMENT ON TRIGGER pgtrigger_update_update_2bcf5 ON public.duty_route IS 'c68c50634e8a00c5427f096b42b4acaf3051e288';
CREATE TRIGGER pgtrigger_update_update_2dcf3 AFTER UPDATE ON public.duty_step FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.pgtrigger_update_update_2dcf3();
COMMENT ON TRIGGER pgtrigger_update_update_2dcf3 ON public.duty_step IS '4076da32e7fb13d11e91cf7691151abccb3966de';
CREATE TRIGGER pgtrigger_update_update_2e28b AFTER UPDATE ON public.warnings_text FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.pgtrigger_update_update_2e28b();
COMMENT ON TRIGGER pgtrigger_update_update_2e28b ON public.warnings_text IS '76a0ce3869b66ac47fd31fd80ab9f984e139a59a';
CREATE TRIGGER pgtrigger_update_update_2e588 AFTER UPDATE ON public.rules_schedule FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.pgtrigger_update_update_2e588();
COMMENT ON TRIGGER pgtrigger_update_update_2e588 ON public.rules_schedule IS '449ba4bbf548251ddc962c5ca8198896ae880c18';
CREATE TRIGGER pgtrigger_update_update_31af5 AFTER UPDATE ON public.territory_unit_group_member FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.pgtrigger_update_update_31af5();
COMMENT ON TRIGGER pgtrigger_update_update_31af5 ON public.territory_unit_group_member IS 'e731ff49e3c9d2adcb52f06f13ec3272510c283e';
CREATE TRIGGER pgtrigger_update_update_3ae2e AFTER UPDATE ON public.forces_assignment FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.pgtrigger_update_update_3ae2e();
COMMENT ON TRIGGER pgtrigger_update_update_3ae2e ON public.forces_assignment IS 'c38272ac916fe22bd5f9da9930e429bdf6b13b28';
CREATE TRIGGER pgtrigger_update_update_3b1d2 AFTER UPDATE ON public.connectors_source FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.pgtrigger_update_update_3b1d2();
COMMENT ON TRIGGER pgtrigger_update_update_3b1d2 ON public.connectors_source IS '5f6ce5604b3bb4e7d67d71d21beb8d0298afd0f4';
CREATE TRIGGER pgtrigger_update_update_41444 AFTER UPDATE ON public.incidents_incident FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.pgtrigger_update_update_41444();
COMMENT ON TRIGGER pgtrigger_update_update_41444 ON public.incidents_incident IS '304b5090be8dbeed9bf650b828fadcf9c0b855da';
CREATE TRIGGER pgtrigger_update_update_422da AFTER UPDATE ON public.incidents_link FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.pgtrigger_update_update_422da();
COMMENT ON TRIGGER pgtrigger_update_update_422da ON public.incidents_link IS 'bcb6e770418319a4b35f70df0cdff2349df64f73';
CREATE TRIGGER pgtrigger_update_update_4281e AFTER UPDATE ON public.indicators_indicator FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.pgtrigger_update_update_4281e();
COMMENT ON TRIGGER pgtrigger_update_update_4281e ON public.indicators_indicator IS 'd3519b14ee84006a0488ac92129eeb1441a44a71';
CREATE TRIGGER pgtrigger_update_update_43cbc AFTER UPDATE ON public.codelists_release FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.pgtrigger_update_update_43cbc();
COMMENT ON TRIGGER pgtrigger_update_update_43cbc ON public.codelists_release IS '7c2a5c8e45443f0c11180e1e475f36a470700c01';
CREATE TRIGGER pgtrigger_update_update_48395 AFTER UPDATE ON public.territory_unit FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.pgtrigger_update_update_48395();
COMMENT ON TRIGGER pgtrigger_update_update_48395 ON public.territory_unit IS '19019d43570d1f48dcfa7320c06be120923fabb8';
CREATE TRIGGER pgtrigger_update_update_4b3d4 AFTER UPDATE ON public.shiftbook_desk FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.pgtrigger_update_update_4b3d4();
COMMENT ON TRIGGER pgtrigger_update_update_4b3d4 ON public.shiftbook_desk IS 'b7e4759ee6fbb2ae0fc05cfdc4935597e6857791';
CREATE TRIGGER pgtrigger_update_update_4e37d AFTER UPDATE ON public.incidents_source FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.pgtrigger_update_update_4e37d();
COMMENT ON TRIGGER pgtrigger_update_update_4e37d ON public.incidents_source IS '2652ab73eb2fdf52603ff50658b9079df8fdfb43';
CREATE TRIGGER pgtrigger_update_update_522c6 AFTER UPDATE ON public.cameras_camera FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.pgtrigger_update_update_522c6();
COMMENT ON TRIGGER pgtrigger_update_update_522c6 ON public.cameras_camera IS '6766ed8bbbb9ac58b996d61f0a78e7541f2dbe76';
CREATE TRIGGER pgtrigger_update_update_53c49 AFTER UPDATE ON public.cameras_grant FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.pgtrigger_update_update_53c49();
COMMENT ON TRIGGER pgtrigger_update_update_53c49 ON public.cameras_grant IS '50537e6259981a2dea7f179c999931fab4a898ec';
CREATE TRIGGER pgtrigger_update_update_56a02 AFTER UPDATE ON public.calls_call FOR EACH ROW WHEN ((((old.adapter)::text IS DISTINCT FROM (new.adapter)::text) OR ((old.address)::text IS DISTINCT FROM (new.address)::text) OR (old.agency_id IS DISTINCT FROM new.agency_id) OR (old.answered_at IS DISTINCT FROM new.answered_at) OR (old.answers IS DISTINCT FROM new.answers) OR ((old.code)::text IS DISTINCT FROM (new.code)::text) OR (old.ended_at IS DISTINCT FROM new.ended_at) OR ((old.external_id)::text IS DISTINCT FROM (new.external_id)::text) OR (old.id IS DISTINCT FROM new.id) OR (old.incident_id IS DISTINCT FROM new.incident_id) OR ((old.kind)::text IS DISTINCT FROM (new.kind)::text) OR (old.kind_why IS DISTINCT FROM new.kind_why) OR (old.line_id IS DISTINCT FROM new.line_id) OR (old.narrative IS DISTINCT FROM new.narrative) OR ((old.number_dialled)::text IS DISTINCT FROM (new.number_dialled)::text) OR (old.number_typed IS DISTINCT FROM new.number_typed) OR (old.origin IS DISTINCT FROM new.origin) OR ((old.outcome)::text IS DISTINCT FROM (new.outcome)::text) OR ((old.place_source)::text IS DISTINCT FROM (new.place_source)::text) OR (old.placed_at IS DISTINCT FROM new.placed_at) OR (old.received_at IS DISTINCT FROM new.received_at) OR (old.returned_at IS DISTINCT FROM new.returned_at) OR (old.returned_by_id IS DISTINCT FROM new.returned_by_id) OR ((old.severity)::text IS DISTINCT FROM (new.severity)::text) OR ((old.state)::text IS DISTINCT FROM (new.state)::text) OR (old.taken_at IS DISTINCT FROM new.taken_at) OR (old.taken_by_id IS DISTINCT FROM new.taken_by_id) OR (old.typed_rev IS DISTINCT FROM new.typed_rev) OR (old.unit_id IS DISTINCT FROM new.unit_id) OR (old.wrapped_at IS DISTINCT FROM new.wrapped_at))) EXECUTE FUNCTION public.pgtrigger_update_update_56a02();
COMMENT ON TRIGGER pgtrigger_update_update_56a02 ON public.calls_call IS 'a966e7c30206e58c19e484867549af6f1bbd8cbf';
CREATE TRIGGER pgtrigger_update_update_5be5f AFTER UPDATE ON public.incidents_procedure FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.pgtrigger_update_update_5be5f();
COMMENT ON TRIGGER pgtrigger_update_update_5be5f ON public.incidents_procedure IS '72ae39b33f4899be0a0b6b5267bc4123b8f0ba1a';
CREATE TRIGGER pgtrigger_update_update_5db3d AFTER UPDATE ON public.duty_policy FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.pgtrigger_update_update_5db3d();
COMMENT ON TRIGGER pgtrigger_update_update_5db3d ON public.duty_policy IS '2046bcb47ae90e2ab18d4568644bf6e754b9dc1c';
CREATE TRIGGER pgtrigger_update_update_5e827 AFTER UPDATE ON public.calls_line FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.pgtrigger_update_update_5e827();
COMMENT ON TRIGGER pgtrigger_update_update_5e827 ON public.calls_line IS 'cd35584e346ac373e01a9c5cd187ceab9d69786c';
CREATE TRIGGER pgtrigger_update_update_5eeac AFTER UPDATE ON public.calls_place_link FOR EACH ROW WHEN (((old.call_id IS DISTINCT FROM new.call_id) OR (old.expires_at IS DISTINCT FROM new.expires_at) OR (old.id IS DISTINCT FROM new.id) OR (old.opened_at IS DISTINCT FROM new.opened_at) OR (old.sent_at IS DISTINCT FROM new.sent_at) OR (old.sent_by_id IS DISTINCT FROM new.sent_by_id) OR ((old.token_hash)::text IS DISTINCT FROM (new.token_hash)::text) OR (old.told_at IS DISTINCT FROM new.told_at))) EXECUTE FUNCTION public.pgtrigger_update_update_5eeac();
COMMENT ON TRIGGER pgtrigger_update_update_5eeac ON public.calls_place_link IS '3558e9c488b539915fedf63c44f94fafa6d40d43';
CREATE TRIGGER pgtrigger_update_update_60b68 AFTER UPDATE ON public.incidents_incident_procedure FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.pgtrigger_update_update_60b68();
COMMENT ON TRIGGER pgtrigger_update_update_60b68 ON public.incidents_incident_procedure IS '013b9f6f5b2f2f39d9114a2e05662306852b8083';
CREATE TRIGGER pgtrigger_update_update_61561 AFTER UPDATE ON public.drills_drill FOR EACH ROW WHEN (((old.agency_id IS DISTINCT FROM new.agency_id) OR (old.ended_at IS DISTINCT FROM new.ended_at) OR (old.ended_by_id IS DISTINCT FROM new.ended_by_id) OR (old.id IS DISTINCT FROM new.id) OR (old.made_at IS DISTINCT FROM new.made_at) OR (old.made_by_id IS DISTINCT FROM new.made_by_id) OR ((old.name)::text IS DISTINCT FROM (new.name)::text) OR (old.pace IS DISTINCT FROM new.pace) OR (old.port IS DISTINCT FROM new.port) OR (old.removed_at IS DISTINCT FROM new.removed_at) OR ((old.scenario)::text IS DISTINCT FROM (new.scenario)::text) OR (old.started_at IS DISTINCT FROM new.started_at) OR ((old.state)::text IS DISTINCT FROM (new.state)::text) OR ((old.title_en)::text IS DISTINCT FROM (new.title_en)::text) OR ((old.title_vi)::text IS DISTINCT FROM (new.title_vi)::text))) EXECUTE FUNCTION public.pgtrigger_update_update_61561();
COMMENT ON TRIGGER pgtrigger_update_update_61561 ON public.drills_drill IS 'd47a5e6d6b5eeac9dc0963a8943e38384b11c92b';
CREATE TRIGGER pgtrigger_update_update_6401a AFTER UPDATE ON public.codelists_entry FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.pgtrigger_update_update_6401a();
COMMENT ON TRIGGER pgtrigger_update_update_6401a ON public.codelists_entry IS '69b0ca55bf0b50dd5055394b1da253ab1036e2c6';
CREATE TRIGGER pgtrigger_update_update_67e9e AFTER UPDATE ON public.duty_run FOR EACH ROW WHEN (((old.agency_id IS DISTINCT FROM new.agency_id) OR (old.began_at IS DISTINCT FROM new.began_at) OR (old.due_at IS DISTINCT FROM new.due_at) OR (old.ended_at IS DISTINCT FROM new.ended_at) OR (old.id IS DISTINCT FROM new.id) OR ((old.kind)::text IS DISTINCT FROM (new.kind)::text) OR ((old.origin)::text IS DISTINCT FROM (new.origin)::text) OR ((old.path)::text IS DISTINCT FROM (new.path)::text) OR (old.policy_id IS DISTINCT FROM new.policy_id) OR (old."position" IS DISTINCT FROM new."position") OR ((old.reference)::text IS DISTINCT FROM (new.reference)::text) OR (old.round IS DISTINCT FROM new.round) OR ((old.severity)::text IS DISTINCT FROM (new.severity)::text) OR ((old.state)::text IS DISTINCT FROM (new.state)::text) OR (old.taken_by_id IS DISTINCT FROM new.taken_by_id) OR ((old.title_en)::text IS DISTINCT FROM (new.title_en)::text) OR ((old.title_vi)::text IS DISTINCT FROM (new.title_vi)::text) OR (old.unit_id IS DISTINCT FROM new.unit_id))) EXECUTE FUNCTION public.pgtrigger_update_update_67e9e();
COMMENT ON TRIGGER pgtrigger_update_update_67e9e ON public.duty_run IS 'c6971779e684c43d56d12cbd43c524381b50ee2e';
CREATE TRIGGER pgtrigger_update_update_6ae74 AFTER UPDATE ON public.incidents_command_role FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.pgtrigger_update_update_6ae74();
COMMENT ON TRIGGER pgtrigger_update_update_6ae74 ON public.incidents_command_role IS 'ccd3b6dca603f37076fbe65bc80d4442c7b2cf08';
CREATE TRIGGER pgtrigger_update_update_705e1 AFTER UPDATE ON public.tasks_task FOR EACH ROW WHEN (((old.agency_id IS DISTINCT FROM new.agency_id) OR (old.changed_at IS DISTINCT FROM new.changed_at) OR ((old.code)::text IS DISTINCT FROM (new.code)::text) OR (old.due_at IS DISTINCT FROM new.due_at) OR (old.due_expected IS DISTINCT FROM new.due_expected) OR ((old.due_said)::text IS DISTINCT FROM (new.due_said)::text) OR (old.ended_at IS DISTINCT FROM new.ended_at) OR (old.ended_by_id IS DISTINCT FROM new.ended_by_id) OR (old.first_due_at IS DISTINCT FROM new.first_due_at) OR (old.given_at IS DISTINCT FROM new.given_at) OR (old.giver_id IS DISTINCT FROM new.giver_id) OR (old.handed_in_at IS DISTINCT FROM new.handed_in_at) OR (old.handed_in_by_id IS DISTINCT FROM new.handed_in_by_id) OR (old.id IS DISTINCT FROM new.id) OR ((old.importance)::text IS DISTINCT FROM (new.importance)::text) OR (old.key IS DISTINCT FROM new.key) OR (old.lead_agency_id IS DISTINCT FROM new.lead_agency_id) OR (old.lead_person_id IS DISTINCT FROM new.lead_person_id) OR (old.overdue_told_at IS DISTINCT FROM new.overdue_told_at) OR ((old.reason)::text IS DISTINCT FROM (new.reason)::text) OR (old.soon_told_at IS DISTINCT FROM new.soon_told_at) OR ((old.source_code)::text IS DISTINCT FROM (new.source_code)::text) OR ((old.source_kind)::text IS DISTINCT FROM (new.source_kind)::text) OR ((old.source_path)::text IS DISTINCT FROM (new.source_path)::text) OR ((old.state)::text IS DISTINCT FROM (new.state)::text) OR (old.text IS DISTINCT FROM new.text) OR ((old.title)::text IS DISTINCT FROM (new.title)::text) OR (old.unit_id IS DISTINCT FROM new.unit_id))) EXECUTE FUNCTION public.pgtrigger_update_update_705e1();
COMMENT ON TRIGGER pgtrigger_update_update_705e1 ON public.tasks_task IS '5ec58bcb4cc3a854577929bda2b42b1aa01bd460';
CREATE TRIGGER pgtrigger_update_update_70819 AFTER UPDATE ON public.accounts_person FOR EACH ROW WHEN (((old.agency_id IS DISTINCT FROM new.agency_id) OR (old.created_at IS DISTINCT FROM new.created_at) OR ((old.email)::text IS DISTINCT FROM (new.email)::text) OR (old.ends_on IS DISTINCT FROM new.ends_on) OR ((old.full_name)::text IS DISTINCT FROM (new.full_name)::text) OR (old.id IS DISTINCT FROM new.id) OR (old.is_active IS DISTINCT FROM new.is_active) OR ((old.kind)::text IS DISTINCT FROM (new.kind)::text) OR (old.must_change_password IS DISTINCT FROM new.must_change_password) OR (old.password_changed_at IS DISTINCT FROM new.password_changed_at) OR ((old.phone)::text IS DISTINCT FROM (new.phone)::text) OR (old.reviewed_on IS DISTINCT FROM new.reviewed_on) OR (old.search_text IS DISTINCT FROM new.search_text) OR ((old.title)::text IS DISTINCT FROM (new.title)::text) OR ((old.username)::text IS DISTINCT FROM (new.username)::text))) EXECUTE FUNCTION public.pgtrigger_update_update_70819();
COMMENT ON TRIGGER pgtrigger_update_update_70819 ON public.accounts_person IS '03997ae3ab64160446d6c9fd05cbeeca43a8aff5';
CREATE TRIGGER pgtrigger_update_update_70b99 AFTER UPDATE ON public.forces_force FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.pgtrigger_update_update_70b99();
COMMENT ON TRIGGER pgtrigger_update_update_70b99 ON public.forces_force IS '258503a587af8b0ac2070f8a7679119614fd4f45';
CREATE TRIGGER pgtrigger_update_update_79631 AFTER UPDATE ON public.notify_address FOR EACH ROW WHEN (((old.created_at IS DISTINCT FROM new.created_at) OR (old.id IS DISTINCT FROM new.id) OR ((old.label)::text IS DISTINCT FROM (new.label)::text) OR (old.person_id IS DISTINCT FROM new.person_id) OR (old.verified_at IS DISTINCT FROM new.verified_at) OR ((old.way)::text IS DISTINCT FROM (new.way)::text))) EXECUTE FUNCTION public.pgtrigger_update_update_79631();
COMMENT ON TRIGGER pgtrigger_update_update_79631 ON public.notify_address IS '468c176321d960a5e133241cd71706151926bfe0';
CREATE TRIGGER pgtrigger_update_update_79d15 AFTER UPDATE ON public.cameras_recorder FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.pgtrigger_update_update_79d15();
COMMENT ON TRIGGER pgtrigger_update_update_79d15 ON public.cameras_recorder IS '3de4c95693770e1154c103826bce2411c2cdbe37';
CREATE TRIGGER pgtrigger_update_update_826d4 AFTER UPDATE ON public.crews_duty FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.pgtrigger_update_update_826d4();
COMMENT ON TRIGGER pgtrigger_update_update_826d4 ON public.crews_duty IS '27bed4161bc8531e3f1531590474d18e4bba4226';
CREATE TRIGGER pgtrigger_update_update_8bd79 AFTER UPDATE ON public.calls_leg FOR EACH ROW WHEN (((old.agency_id IS DISTINCT FROM new.agency_id) OR (old.answered_at IS DISTINCT FROM new.answered_at) OR (old.answered_by_id IS DISTINCT FROM new.answered_by_id) OR (old.asked_at IS DISTINCT FROM new.asked_at) OR (old.asked_by_id IS DISTINCT FROM new.asked_by_id) OR (old.call_id IS DISTINCT FROM new.call_id) OR (old.closed_at IS DISTINCT FROM new.closed_at) OR (old.id IS DISTINCT FROM new.id) OR (old.incident_id IS DISTINCT FROM new.incident_id) OR ((old.message)::text IS DISTINCT FROM (new.message)::text) OR (old.note IS DISTINCT FROM new.note) OR ((old.service)::text IS DISTINCT FROM (new.service)::text) OR ((old.state)::text IS DISTINCT FROM (new.state)::text) OR (old.warm IS DISTINCT FROM new.warm))) EXECUTE FUNCTION public.pgtrigger_update_update_8bd79();
COMMENT ON TRIGGER pgtrigger_update_update_8bd79 ON public.calls_leg IS '47697780a777c213b5839b1a736bd9cca837f5f9';
CREATE TRIGGER pgtrigger_update_update_8ccb0 AFTER UPDATE ON public.calls_protocol_card FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.pgtrigger_update_update_8ccb0();
COMMENT ON TRIGGER pgtrigger_update_update_8ccb0 ON public.calls_protocol_card IS '93f60f7660a8b8954d7976334eb2f3f6cf9d1708';
CREATE TRIGGER pgtrigger_update_update_8d07b AFTER UPDATE ON public.forces_run_card FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.pgtrigger_update_update_8d07b();
COMMENT ON TRIGGER pgtrigger_update_update_8d07b ON public.forces_run_card IS '24657933164281ad873ff03aafa0e8f7e7c886a4';
CREATE TRIGGER pgtrigger_update_update_9caa5 AFTER UPDATE ON public.rules_alarm_link FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.pgtrigger_update_update_9caa5();
COMMENT ON TRIGGER pgtrigger_update_update_9caa5 ON public.rules_alarm_link IS 'c238b2c465d0cd3a7c9f6e8f809e7a89750be489';
CREATE TRIGGER pgtrigger_update_update_9d27f AFTER UPDATE ON public.rules_set_aside FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.pgtrigger_update_update_9d27f();
COMMENT ON TRIGGER pgtrigger_update_update_9d27f ON public.rules_set_aside IS '6bbaa5e2c4ab085bdfbd0f80df8ecde146c30af7';
CREATE TRIGGER pgtrigger_update_update_a2c6f AFTER UPDATE ON public.duty_roster FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.pgtrigger_update_update_a2c6f();
COMMENT ON TRIGGER pgtrigger_update_update_a2c6f ON public.duty_roster IS 'b23fe056131f1523976856063fb8618af332cf98';
CREATE TRIGGER pgtrigger_update_update_a45ef AFTER UPDATE ON public.incidents_leg FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.pgtrigger_update_update_a45ef();
COMMENT ON TRIGGER pgtrigger_update_update_a45ef ON public.incidents_leg IS '694203e06624a3154a6789794e44a52dd77a9147';
CREATE TRIGGER pgtrigger_update_update_a4bf7 AFTER UPDATE ON public.notify_preference FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.pgtrigger_update_update_a4bf7();
COMMENT ON TRIGGER pgtrigger_update_update_a4bf7 ON public.notify_preference IS '6ce7ab0621412e1b0c7e972a8b5c1962c787f57e';
CREATE TRIGGER pgtrigger_update_update_a53c7 AFTER UPDATE ON public.codelists_list FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.pgtrigger_update_update_a53c7();
COMMENT ON TRIGGER pgtrigger_update_update_a53c7 ON public.codelists_list IS '158a9337cb6b5c84f368f0a34e5ec88f0a79502a';
CREATE TRIGGER pgtrigger_update_update_a6980 AFTER UPDATE ON public.cameras_rule FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.pgtrigger_update_update_a6980();
COMMENT ON TRIGGER pgtrigger_update_update_a6980 ON public.cameras_rule IS 'e3ec8728835d55659059adb5e5ec4da1992b38d8';
CREATE TRIGGER pgtrigger_update_update_a736e AFTER UPDATE ON public.incidents_alarm FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.pgtrigger_update_update_a736e();
COMMENT ON TRIGGER pgtrigger_update_update_a736e ON public.incidents_alarm IS '20e1608c79e81d55b6f86e59d6ed95bd41fedcd9';
CREATE TRIGGER pgtrigger_update_update_aaa45 AFTER UPDATE ON public.calls_rule FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.pgtrigger_update_update_aaa45();
COMMENT ON TRIGGER pgtrigger_update_update_aaa45 ON public.calls_rule IS 'd6fe24f2d7b42c1c66411c109791f9bfe73905b7';
CREATE TRIGGER pgtrigger_update_update_abc20 AFTER UPDATE ON public.rules_alarm_guide FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.pgtrigger_update_update_abc20();
COMMENT ON TRIGGER pgtrigger_update_update_abc20 ON public.rules_alarm_guide IS 'd3a4451aaf8790245019cf07bbe9a4765be0f562';
CREATE TRIGGER pgtrigger_update_update_aca64 AFTER UPDATE ON public.duty_swap FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.pgtrigger_update_update_aca64();
COMMENT ON TRIGGER pgtrigger_update_update_aca64 ON public.duty_swap IS '96967e7b74ce1cccef8352943b9a335659b50699';
CREATE TRIGGER pgtrigger_update_update_ad78d AFTER UPDATE ON public.tasks_extension FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.pgtrigger_update_update_ad78d();
COMMENT ON TRIGGER pgtrigger_update_update_ad78d ON public.tasks_extension IS '492b8cfc36fffb88fa47918f94de930b2a937123';
CREATE TRIGGER pgtrigger_update_update_af160 AFTER UPDATE ON public.calls_number_mark FOR EACH ROW WHEN (((old.ended_at IS DISTINCT FROM new.ended_at) OR (old.ended_by_id IS DISTINCT FROM new.ended_by_id) OR (old.id IS DISTINCT FROM new.id) OR (old.marked_at IS DISTINCT FROM new.marked_at) OR (old.marked_by_id IS DISTINCT FROM new.marked_by_id) OR ((old.reason)::text IS DISTINCT FROM (new.reason)::text) OR (old.until IS DISTINCT FROM new.until))) EXECUTE FUNCTION public.pgtrigger_update_update_af160();
COMMENT ON TRIGGER pgtrigger_update_update_af160 ON public.calls_number_mark IS '4c51e1600c3b0900492b7821e9e346dd4d8767df';
CREATE TRIGGER pgtrigger_update_update_afb07 AFTER UPDATE ON public.warnings_warning FOR EACH ROW WHEN (((old.agency_id IS DISTINCT FROM new.agency_id) OR (old.asked_at IS DISTINCT FROM new.asked_at) OR (old.asked_by_id IS DISTINCT FROM new.asked_by_id) OR ((old.bulletin)::text IS DISTINCT FROM (new.bulletin)::text) OR (old.bulletin_at IS DISTINCT FROM new.bulletin_at) OR ((old.bulletin_issuer)::text IS DISTINCT FROM (new.bulletin_issuer)::text) OR ((old.bulletin_number)::text IS DISTINCT FROM (new.bulletin_number)::text) OR ((old.category)::text IS DISTINCT FROM (new.category)::text) OR ((old.certainty)::text IS DISTINCT FROM (new.certainty)::text) OR (old.changed_at IS DISTINCT FROM new.changed_at) OR (old.changed_by_id IS DISTINCT FROM new.changed_by_id) OR ((old.code)::text IS DISTINCT FROM (new.code)::text) OR ((old.contact)::text IS DISTINCT FROM (new.contact)::text) OR ((old.digest)::text IS DISTINCT FROM (new.digest)::text) OR (old.drafted_at IS DISTINCT FROM new.drafted_at) OR (old.drafted_by_id IS DISTINCT FROM new.drafted_by_id) OR (old.ended_at IS DISTINCT FROM new.ended_at) OR ((old.ended_why)::text IS DISTINCT FROM (new.ended_why)::text) OR ((old.event)::text IS DISTINCT FROM (new.event)::text) OR (old.expires IS DISTINCT FROM new.expires) OR (old.follows_id IS DISTINCT FROM new.follows_id) OR (old.id IS DISTINCT FROM new.id) OR (old.incident_id IS DISTINCT FROM new.incident_id) OR (old.key IS DISTINCT FROM new.key) OR ((old.kind)::text IS DISTINCT FROM (new.kind)::text) OR (old.level IS DISTINCT FROM new.level) OR (old.onset IS DISTINCT FROM new.onset) OR ((old.reason)::text IS DISTINCT FROM (new.reason)::text) OR (old.released_by_id IS DISTINCT FROM new.released_by_id) OR (old.responses IS DISTINCT FROM new.responses) OR ((old.returned)::text IS DISTINCT FROM (new.returned)::text) OR (old.revision IS DISTINCT FROM new.revision) OR ((old.sender)::text IS DISTINCT FROM (new.sender)::text) OR (old.sent IS DISTINCT FROM new.sent) OR ((old.severity)::text IS DISTINCT FROM (new.severity)::text) OR (old.shapes IS DISTINCT FROM new.shapes) OR ((old.state)::text IS DISTINCT FROM (new.state)::text) OR ((old.status)::text IS DISTINCT FROM (new.status)::text) OR ((old.urgency)::text IS DISTINCT FROM (new.urgency)::text) OR (old.writers IS DISTINCT FROM new.writers))) EXECUTE FUNCTION public.pgtrigger_update_update_afb07();
COMMENT ON TRIGGER pgtrigger_update_update_afb07 ON public.warnings_warning IS '88b3eee13a36c7ff28a3560d3c4e809fbe9726e5';
CREATE TRIGGER pgtrigger_update_update_b0617 AFTER UPDATE ON public.calls_recording_hold FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.pgtrigger_update_update_b0617();
COMMENT ON TRIGGER pgtrigger_update_update_b0617 ON public.calls_recording_hold IS 'b9a31ceebddeb9b70d819da7fe5c445985a92a39';
CREATE TRIGGER pgtrigger_update_update_b142b AFTER UPDATE ON public.packs_loaded_pack FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.pgtrigger_update_update_b142b();
COMMENT ON TRIGGER pgtrigger_update_update_b142b ON public.packs_loaded_pack IS '1f60999ea3cad3f15acbabd9f5fcab53efa05f4e';
CREATE TRIGGER pgtrigger_update_update_b73d0 AFTER UPDATE ON public.rules_alarm FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.pgtrigger_update_update_b73d0();
COMMENT ON TRIGGER pgtrigger_update_update_b73d0 ON public.rules_alarm IS '9bada5e1c516593cbe451382920cf311d2b6b586';
CREATE TRIGGER pgtrigger_update_update_b8775 AFTER UPDATE ON public.tasks_part FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.pgtrigger_update_update_b8775();
COMMENT ON TRIGGER pgtrigger_update_update_b8775 ON public.tasks_part IS 'a436f5c905ab670644b9d214a66a38fc463deb56';
CREATE TRIGGER pgtrigger_update_update_bb3e6 AFTER UPDATE ON public.forces_check_in FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.pgtrigger_update_update_bb3e6();
COMMENT ON TRIGGER pgtrigger_update_update_bb3e6 ON public.forces_check_in IS '1513cfac487eff6d23c2f4fcf19e219325a1febf';
CREATE TRIGGER pgtrigger_update_update_cb218 AFTER UPDATE ON public.territory_unit_area FOR EACH ROW WHEN (((old.approximate IS DISTINCT FROM new.approximate) OR (old.east IS DISTINCT FROM new.east) OR (old.id IS DISTINCT FROM new.id) OR (old.imported_at IS DISTINCT FROM new.imported_at) OR (old.north IS DISTINCT FROM new.north) OR (old.sha256 IS DISTINCT FROM new.sha256) OR ((old.source)::text IS DISTINCT FROM (new.source)::text) OR (old.south IS DISTINCT FROM new.south) OR (old.unit_id IS DISTINCT FROM new.unit_id) OR (old.west IS DISTINCT FROM new.west))) EXECUTE FUNCTION public.pgtrigger_update_update_cb218();
COMMENT ON TRIGGER pgtrigger_update_update_cb218 ON public.territory_unit_area IS 'e96e08874cafbef26e457fb14615f2e5cd1e3f8c';
CREATE TRIGGER pgtrigger_update_update_cff6a AFTER UPDATE ON public.duty_override FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.pgtrigger_update_update_cff6a();
COMMENT ON TRIGGER pgtrigger_update_update_cff6a ON public.duty_override IS '6a2b890d8ee004a4487a44fa6e091da478a7c4a9';
CREATE TRIGGER pgtrigger_update_update_d147f AFTER UPDATE ON public.kernel_event_failure FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.pgtrigger_update_update_d147f();
COMMENT ON TRIGGER pgtrigger_update_update_d147f ON public.kernel_event_failure IS 'a974ccd39ac79791057283d7fbcd724e36a078db';
CREATE TRIGGER pgtrigger_update_update_d29da AFTER UPDATE ON public.rules_alarm_comment FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.pgtrigger_update_update_d29da();
COMMENT ON TRIGGER pgtrigger_update_update_d29da ON public.rules_alarm_comment IS '01f4115c0aa0e2224cc06e03d03ce00ac7a03089';
CREATE TRIGGER pgtrigger_update_update_da727 AFTER UPDATE ON public.rules_decided_day FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.pgtrigger_update_update_da727();
COMMENT ON TRIGGER pgtrigger_update_update_da727 ON public.rules_decided_day IS 'ee4939bd4ee398ad10f594fb469e2c213f257192';
CREATE TRIGGER pgtrigger_update_update_e1f8a AFTER UPDATE ON public.incidents_held_role FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.pgtrigger_update_update_e1f8a();
COMMENT ON TRIGGER pgtrigger_update_update_e1f8a ON public.incidents_held_role IS '2e77c6cf22646f2a3520f8c7854691a5c74fd75c';
CREATE TRIGGER pgtrigger_update_update_e5ff8 AFTER UPDATE ON public.warnings_unit FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.pgtrigger_update_update_e5ff8();
COMMENT ON TRIGGER pgtrigger_update_update_e5ff8 ON public.warnings_unit IS 'ec8ba7ef289f619d94b9510069e10a41bb37951a';
CREATE TRIGGER pgtrigger_update_update_e6f1d AFTER UPDATE ON public.incidents_merge FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.pgtrigger_update_update_e6f1d();
COMMENT ON TRIGGER pgtrigger_update_update_e6f1d ON public.incidents_merge IS 'e2c38ec510821b5174c49379a27b0b376dc5fad9';
CREATE TRIGGER pgtrigger_update_update_e7486 AFTER UPDATE ON public.calls_service FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.pgtrigger_update_update_e7486();
COMMENT ON TRIGGER pgtrigger_update_update_e7486 ON public.calls_service IS '7b90be5f80618d1c89bf9912c18c8c75277b55d5';
CREATE TRIGGER pgtrigger_update_update_eab8c AFTER UPDATE ON public.notify_rule FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.pgtrigger_update_update_eab8c();
COMMENT ON TRIGGER pgtrigger_update_update_eab8c ON public.notify_rule IS '9e0e9a724df5ce6c60227aa0d10f073daabecc85';
CREATE TRIGGER pgtrigger_update_update_ee28b AFTER UPDATE ON public.duty_pattern FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.pgtrigger_update_update_ee28b();
COMMENT ON TRIGGER pgtrigger_update_update_ee28b ON public.duty_pattern IS 'f3bd37bdfb301a8a374fb408856f4a8469d6bd41';
CREATE TRIGGER pgtrigger_update_update_ef590 AFTER UPDATE ON public.territory_unit_change FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.pgtrigger_update_update_ef590();
COMMENT ON TRIGGER pgtrigger_update_update_ef590 ON public.territory_unit_change IS 'f1dd4ea156a25daef04885f2b7aab9d3ff47c858';
CREATE TRIGGER pgtrigger_update_update_f0e9e AFTER UPDATE ON public.accounts_role_grant FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.pgtrigger_update_update_f0e9e();
COMMENT ON TRIGGER pgtrigger_update_update_f0e9e ON public.accounts_role_grant IS '8e047ec6bae842af3e696d7dbdf04ff74d608a75';
CREATE TRIGGER pgtrigger_update_update_f30d7 AFTER UPDATE ON public.accounts_agency FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.pgtrigger_update_update_f30d7();
COMMENT ON TRIGGER pgtrigger_update_update_f30d7 ON public.accounts_agency IS '81634f8cd28c6e0bdb88d825322a61a2b7209709';
CREATE TRIGGER pgtrigger_update_update_f3e8f AFTER UPDATE ON public.accounts_rule FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.pgtrigger_update_update_f3e8f();
COMMENT ON TRIGGER pgtrigger_update_update_f3e8f ON public.accounts_rule IS 'f8fd6d0b1082233a8d299c494fbd3cb1f54cf99c';
CREATE TRIGGER pgtrigger_update_update_f5bca AFTER UPDATE ON public.shiftbook_shift FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.pgtrigger_update_update_f5bca();
COMMENT ON TRIGGER pgtrigger_update_update_f5bca ON public.shiftbook_shift IS '8c1944c2a497ae9e50a28438a98677a305d2a28a';
CREATE TRIGGER pgtrigger_update_update_f95fa AFTER UPDATE ON public.crews_rule FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.pgtrigger_update_update_f95fa();
COMMENT ON TRIGGER pgtrigger_update_update_f95fa ON public.crews_rule IS 'b519dd83084eac116535fa605e40065f6645af0b';
CREATE TRIGGER pgtrigger_update_update_ff088 AFTER UPDATE ON public.duty_pattern_place FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.pgtrigger_update_update_ff088();
COMMENT ON TRIGGER pgtrigger_update_update_ff088 ON public.duty_pattern_place IS 'cc9aa7647bfed998ab843aec36568646be67cc24';
CREATE TRIGGER procrastinate_jobs_notify_queue_job_aborted_v1 AFTER UPDATE OF abort_requested ON public.procrastinate_jobs FOR EACH ROW WHEN (((old.abort_requested = false) AND (new.abort_requested = true) AND (new.status = 'doing'::public.procrastinate_job_status))) EXECUTE FUNCTION public.procrastinate_notify_queue_abort_job_v1();
CREATE TRIGGER procrastinate_jobs_notify_queue_job_inserted_v1 AFTER INSERT ON public.procrastinate_jobs FOR EACH ROW WHEN ((new.status = 'todo'::public.procrastinate_job_status)) EXECUTE FUNCTION public.procrastinate_notify_queue_job_inserted_v1();
CREATE TRIGGER procrastinate_trigger_abort_requested_events_v1 AFTER UPDATE OF abort_requested ON public.procrastinate_jobs FOR EACH ROW WHEN ((new.abort_requested = true)) EXECUTE FUNCTION public.procrastinate_trigger_abort_requested_events_procedure_v1();
CREATE TRIGGER procrastinate_trigger_delete_jobs_v1 BEFORE DELETE ON public.procrastinate_jobs FOR EACH ROW EXECUTE FUNCTION public.procrastinate_unlink_periodic_defers_v1();
CREATE TRIGGER procrastinate_trigger_scheduled_events_v1 AFTER INSERT OR UPDATE ON public.procrastinate_jobs FOR EACH ROW WHEN (((new.scheduled_at IS NOT NULL) AND (new.status = 'todo'::public.procrastinate_job_status))) EXECUTE FUNCTION public.procrastinate_trigger_function_scheduled_events_v1();
CREATE TRIGGER procrastinate_trigger_status_events_insert_v1 AFTER INSERT ON public.procrastinate_jobs FOR EACH ROW WHEN ((new.status = 'todo'::public.procrastinate_job_status)) EXECUTE FUNCTION public.procrastinate_trigger_function_status_events_insert_v1();
CREATE TRIGGER procrastinate_trigger_status_events_update_v1 AFTER UPDATE OF status ON public.procrastinate_jobs FOR EACH ROW EXECUTE FUNCTION public.procrastinate_trigger_function_status_events_update_v1();
CREATE TRIGGER territory_unit_area_stamp AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.territory_unit_area FOR EACH STATEMENT EXECUTE FUNCTION public.territory_stamp_anew();
CREATE TRIGGER territory_unit_stamp AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.territory_unit FOR EACH STATEMENT EXECUTE FUNCTION public.territory_stamp_anew();
ALTER TABLE ONLY public.account_emailaddress
    ADD CONSTRAINT account_emailaddress_user_id_2c513194_fk_accounts_person_id FOREIGN KEY (user_id) REFERENCES public.accounts_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.account_emailconfirmation
    ADD CONSTRAINT account_emailconfirm_email_address_id_5b7f8c58_fk_account_e FOREIGN KEY (email_address_id) REFERENCES public.account_emailaddress(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_agency
    ADD CONSTRAINT accounts_agency_parent_id_ac280bab_fk_accounts_agency_id FOREIGN KEY (parent_id) REFERENCES public.accounts_agency(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_agency
    ADD CONSTRAINT accounts_agency_unit_id_1685388a_fk_territory_unit_id FOREIGN KEY (unit_id) REFERENCES public.territory_unit(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_api_key
    ADD CONSTRAINT accounts_api_key_agency_id_dcf96aea_fk_accounts_agency_id FOREIGN KEY (agency_id) REFERENCES public.accounts_agency(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_api_key
    ADD CONSTRAINT accounts_api_key_created_by_id_22c80347_fk_accounts_person_id FOREIGN KEY (created_by_id) REFERENCES public.accounts_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_api_key_units
    ADD CONSTRAINT accounts_api_key_uni_apikey_id_87a20caf_fk_accounts_ FOREIGN KEY (apikey_id) REFERENCES public.accounts_api_key(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_api_key_units
    ADD CONSTRAINT accounts_api_key_units_unit_id_253ae237_fk_territory_unit_id FOREIGN KEY (unit_id) REFERENCES public.territory_unit(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_login_record
    ADD CONSTRAINT accounts_login_record_by_id_ccc96e5b_fk_accounts_person_id FOREIGN KEY (by_id) REFERENCES public.accounts_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_login_record
    ADD CONSTRAINT accounts_login_record_person_id_54ec8d0e_fk_accounts_person_id FOREIGN KEY (person_id) REFERENCES public.accounts_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_look
    ADD CONSTRAINT accounts_look_agency_id_0195a6c6_fk_accounts_agency_id FOREIGN KEY (agency_id) REFERENCES public.accounts_agency(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_look_end
    ADD CONSTRAINT accounts_look_end_by_id_ab8dd5f6_fk_accounts_person_id FOREIGN KEY (by_id) REFERENCES public.accounts_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_look_end
    ADD CONSTRAINT accounts_look_end_look_id_1f933dd8_fk_accounts_look_id FOREIGN KEY (look_id) REFERENCES public.accounts_look(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_look
    ADD CONSTRAINT accounts_look_person_id_5a877e0d_fk_accounts_person_id FOREIGN KEY (person_id) REFERENCES public.accounts_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_look
    ADD CONSTRAINT accounts_look_unit_id_ce7f9ce4_fk_territory_unit_id FOREIGN KEY (unit_id) REFERENCES public.territory_unit(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_past_password
    ADD CONSTRAINT accounts_past_password_person_id_ba820510_fk_accounts_person_id FOREIGN KEY (person_id) REFERENCES public.accounts_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_person
    ADD CONSTRAINT accounts_person_agency_id_5896da8e_fk_accounts_agency_id FOREIGN KEY (agency_id) REFERENCES public.accounts_agency(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_role_grant
    ADD CONSTRAINT accounts_role_grant_agency_id_94a44595_fk_accounts_agency_id FOREIGN KEY (agency_id) REFERENCES public.accounts_agency(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_role_grant
    ADD CONSTRAINT accounts_role_grant_group_id_8feb595f_fk_territory FOREIGN KEY (group_id) REFERENCES public.territory_unit_group(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_role_grant
    ADD CONSTRAINT accounts_role_grant_person_id_91e408f2_fk_accounts_person_id FOREIGN KEY (person_id) REFERENCES public.accounts_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_role_grant
    ADD CONSTRAINT accounts_role_grant_role_id_ff0b0c5d_fk_accounts_role_id FOREIGN KEY (role_id) REFERENCES public.accounts_role(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_role_grant
    ADD CONSTRAINT accounts_role_grant_unit_id_8f2c03b3_fk_territory_unit_id FOREIGN KEY (unit_id) REFERENCES public.territory_unit(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.auth_group_permissions
    ADD CONSTRAINT auth_group_permissio_permission_id_84c5c92e_fk_auth_perm FOREIGN KEY (permission_id) REFERENCES public.auth_permission(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.auth_group_permissions
    ADD CONSTRAINT auth_group_permissions_group_id_b120cbf9_fk_auth_group_id FOREIGN KEY (group_id) REFERENCES public.auth_group(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.auth_permission
    ADD CONSTRAINT auth_permission_content_type_id_2f476e4b_fk_django_co FOREIGN KEY (content_type_id) REFERENCES public.django_content_type(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.calls_call
    ADD CONSTRAINT calls_call_agency_id_b78f2870_fk_accounts_agency_id FOREIGN KEY (agency_id) REFERENCES public.accounts_agency(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.calls_call
    ADD CONSTRAINT calls_call_incident_id_0ea9d829_fk_incidents_incident_id FOREIGN KEY (incident_id) REFERENCES public.incidents_incident(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.calls_call
    ADD CONSTRAINT calls_call_line_id_bf77faaf_fk_calls_line_id FOREIGN KEY (line_id) REFERENCES public.calls_line(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.calls_call
    ADD CONSTRAINT calls_call_returned_by_id_c05351d2_fk_accounts_person_id FOREIGN KEY (returned_by_id) REFERENCES public.accounts_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.calls_call
    ADD CONSTRAINT calls_call_taken_by_id_33c99125_fk_accounts_person_id FOREIGN KEY (taken_by_id) REFERENCES public.accounts_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.calls_call
    ADD CONSTRAINT calls_call_unit_id_ebc9c395_fk_territory_unit_id FOREIGN KEY (unit_id) REFERENCES public.territory_unit(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.calls_course
    ADD CONSTRAINT calls_course_call_id_26712189_fk_calls_call_id FOREIGN KEY (call_id) REFERENCES public.calls_call(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.calls_exchange_event
    ADD CONSTRAINT calls_exchange_event_call_id_2798911e_fk_calls_call_id FOREIGN KEY (call_id) REFERENCES public.calls_call(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.calls_leg
    ADD CONSTRAINT calls_leg_agency_id_e17e8a55_fk_accounts_agency_id FOREIGN KEY (agency_id) REFERENCES public.accounts_agency(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.calls_leg
    ADD CONSTRAINT calls_leg_answered_by_id_6e0e5760_fk_accounts_person_id FOREIGN KEY (answered_by_id) REFERENCES public.accounts_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.calls_leg
    ADD CONSTRAINT calls_leg_asked_by_id_b9d83bf2_fk_accounts_person_id FOREIGN KEY (asked_by_id) REFERENCES public.accounts_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.calls_leg
    ADD CONSTRAINT calls_leg_call_id_c613232f_fk_calls_call_id FOREIGN KEY (call_id) REFERENCES public.calls_call(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.calls_leg
    ADD CONSTRAINT calls_leg_incident_id_f9c85c73_fk_incidents_incident_id FOREIGN KEY (incident_id) REFERENCES public.incidents_incident(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.calls_line
    ADD CONSTRAINT calls_line_agency_id_0930a7b5_fk_accounts_agency_id FOREIGN KEY (agency_id) REFERENCES public.accounts_agency(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.calls_line
    ADD CONSTRAINT calls_line_changed_by_id_4fb94965_fk_accounts_person_id FOREIGN KEY (changed_by_id) REFERENCES public.accounts_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.calls_line
    ADD CONSTRAINT calls_line_unit_id_dde934aa_fk_territory_unit_id FOREIGN KEY (unit_id) REFERENCES public.territory_unit(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.calls_number_mark
    ADD CONSTRAINT calls_number_mark_ended_by_id_a099688b_fk_accounts_person_id FOREIGN KEY (ended_by_id) REFERENCES public.accounts_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.calls_number_mark
    ADD CONSTRAINT calls_number_mark_marked_by_id_5ca2c981_fk_accounts_person_id FOREIGN KEY (marked_by_id) REFERENCES public.accounts_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.calls_place_link
    ADD CONSTRAINT calls_place_link_call_id_09e8c741_fk_calls_call_id FOREIGN KEY (call_id) REFERENCES public.calls_call(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.calls_place_link
    ADD CONSTRAINT calls_place_link_sent_by_id_08cc93f3_fk_accounts_person_id FOREIGN KEY (sent_by_id) REFERENCES public.accounts_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.calls_recording_hold
    ADD CONSTRAINT calls_recording_hold_call_id_120b54b3_fk_calls_call_id FOREIGN KEY (call_id) REFERENCES public.calls_call(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.calls_recording_hold
    ADD CONSTRAINT calls_recording_hold_ended_by_id_b206cb38_fk_accounts_person_id FOREIGN KEY (ended_by_id) REFERENCES public.accounts_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.calls_recording_hold
    ADD CONSTRAINT calls_recording_hold_held_by_id_89018259_fk_accounts_person_id FOREIGN KEY (held_by_id) REFERENCES public.accounts_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.calls_street
    ADD CONSTRAINT calls_street_unit_id_db7b8729_fk_territory_unit_id FOREIGN KEY (unit_id) REFERENCES public.territory_unit(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.cameras_camera
    ADD CONSTRAINT cameras_camera_agency_id_ef4b55d1_fk_accounts_agency_id FOREIGN KEY (agency_id) REFERENCES public.accounts_agency(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.cameras_camera
    ADD CONSTRAINT cameras_camera_changed_by_id_b36357a8_fk_accounts_person_id FOREIGN KEY (changed_by_id) REFERENCES public.accounts_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.cameras_camera
    ADD CONSTRAINT cameras_camera_recorder_id_71ff77e9_fk_cameras_recorder_id FOREIGN KEY (recorder_id) REFERENCES public.cameras_recorder(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.cameras_camera
    ADD CONSTRAINT cameras_camera_unit_id_f023b2f8_fk_territory_unit_id FOREIGN KEY (unit_id) REFERENCES public.territory_unit(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.cameras_grant
    ADD CONSTRAINT cameras_grant_agency_id_181ffea2_fk_accounts_agency_id FOREIGN KEY (agency_id) REFERENCES public.accounts_agency(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.cameras_grant
    ADD CONSTRAINT cameras_grant_granted_by_id_23cfb431_fk_accounts_person_id FOREIGN KEY (granted_by_id) REFERENCES public.accounts_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.cameras_grant
    ADD CONSTRAINT cameras_grant_owner_id_9c2599cf_fk_accounts_agency_id FOREIGN KEY (owner_id) REFERENCES public.accounts_agency(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.cameras_health
    ADD CONSTRAINT cameras_health_camera_id_c54a3b65_fk_cameras_camera_id FOREIGN KEY (camera_id) REFERENCES public.cameras_camera(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.cameras_health
    ADD CONSTRAINT cameras_health_confirmed_by_id_f75c68ff_fk_accounts_person_id FOREIGN KEY (confirmed_by_id) REFERENCES public.accounts_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.cameras_period
    ADD CONSTRAINT cameras_period_camera_id_ae6d0aeb_fk_cameras_camera_id FOREIGN KEY (camera_id) REFERENCES public.cameras_camera(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.cameras_recorder
    ADD CONSTRAINT cameras_recorder_agency_id_399f516e_fk_accounts_agency_id FOREIGN KEY (agency_id) REFERENCES public.accounts_agency(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.cameras_secret
    ADD CONSTRAINT cameras_secret_camera_id_7c832160_fk_cameras_camera_id FOREIGN KEY (camera_id) REFERENCES public.cameras_camera(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.codelists_entry
    ADD CONSTRAINT codelists_entry_release_id_569c60c0_fk_codelists_release_id FOREIGN KEY (release_id) REFERENCES public.codelists_release(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.codelists_list
    ADD CONSTRAINT codelists_list_owner_id_c4c86627_fk_accounts_agency_id FOREIGN KEY (owner_id) REFERENCES public.accounts_agency(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.codelists_release
    ADD CONSTRAINT codelists_release_list_id_77c1eb9b_fk_codelists_list_id FOREIGN KEY (list_id) REFERENCES public.codelists_list(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.codelists_release
    ADD CONSTRAINT codelists_release_made_by_id_3238ae8f_fk_accounts_person_id FOREIGN KEY (made_by_id) REFERENCES public.accounts_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.codelists_release
    ADD CONSTRAINT codelists_release_published_by_id_fae0c85b_fk_accounts_ FOREIGN KEY (published_by_id) REFERENCES public.accounts_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.commands_channel
    ADD CONSTRAINT commands_channel_agency_id_032ea6ff_fk_accounts_agency_id FOREIGN KEY (agency_id) REFERENCES public.accounts_agency(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.commands_channel
    ADD CONSTRAINT commands_channel_changed_by_id_0b95a5c6_fk_accounts_person_id FOREIGN KEY (changed_by_id) REFERENCES public.accounts_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.commands_channel_secret
    ADD CONSTRAINT commands_channel_sec_channel_id_3b8d1d52_fk_commands_ FOREIGN KEY (channel_id) REFERENCES public.commands_channel(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.commands_channel
    ADD CONSTRAINT commands_channel_unit_id_3513f9cd_fk_territory_unit_id FOREIGN KEY (unit_id) REFERENCES public.territory_unit(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.commands_command
    ADD CONSTRAINT commands_command_agency_id_df91adef_fk_accounts_agency_id FOREIGN KEY (agency_id) REFERENCES public.accounts_agency(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.commands_command
    ADD CONSTRAINT commands_command_asked_by_id_3b9b8e90_fk_accounts_person_id FOREIGN KEY (asked_by_id) REFERENCES public.accounts_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.commands_command
    ADD CONSTRAINT commands_command_channel_id_e82bf23f_fk_commands_channel_id FOREIGN KEY (channel_id) REFERENCES public.commands_channel(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.commands_command
    ADD CONSTRAINT commands_command_decided_by_id_0fb7d3c2_fk_accounts_person_id FOREIGN KEY (decided_by_id) REFERENCES public.accounts_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.commands_command
    ADD CONSTRAINT commands_command_unit_id_3b370dab_fk_territory_unit_id FOREIGN KEY (unit_id) REFERENCES public.territory_unit(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.connectors_import
    ADD CONSTRAINT connectors_import_agency_id_8346f499_fk_accounts_agency_id FOREIGN KEY (agency_id) REFERENCES public.accounts_agency(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.connectors_import
    ADD CONSTRAINT connectors_import_requested_by_id_df8c61f7_fk_accounts_ FOREIGN KEY (requested_by_id) REFERENCES public.accounts_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.connectors_import
    ADD CONSTRAINT connectors_import_unit_id_dc4fc8fc_fk_territory_unit_id FOREIGN KEY (unit_id) REFERENCES public.territory_unit(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.connectors_reject
    ADD CONSTRAINT connectors_reject_import_id_e6281907_fk_connectors_import_id FOREIGN KEY (import_id) REFERENCES public.connectors_import(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.connectors_source
    ADD CONSTRAINT connectors_source_agency_id_1e7588b0_fk_accounts_agency_id FOREIGN KEY (agency_id) REFERENCES public.accounts_agency(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.connectors_source
    ADD CONSTRAINT connectors_source_created_by_id_7c210795_fk_accounts_person_id FOREIGN KEY (created_by_id) REFERENCES public.accounts_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.connectors_source_message
    ADD CONSTRAINT connectors_source_me_run_id_1ad1f2b1_fk_connector FOREIGN KEY (run_id) REFERENCES public.connectors_source_run(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.connectors_source_message
    ADD CONSTRAINT connectors_source_me_source_id_50e1c1a8_fk_connector FOREIGN KEY (source_id) REFERENCES public.connectors_source(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.connectors_source_reject
    ADD CONSTRAINT connectors_source_re_run_id_5d8817e9_fk_connector FOREIGN KEY (run_id) REFERENCES public.connectors_source_run(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.connectors_source_run
    ADD CONSTRAINT connectors_source_ru_source_id_50a9d6ee_fk_connector FOREIGN KEY (source_id) REFERENCES public.connectors_source(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.connectors_source_secret
    ADD CONSTRAINT connectors_source_se_source_id_061f67d0_fk_connector FOREIGN KEY (source_id) REFERENCES public.connectors_source(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.connectors_source_standing
    ADD CONSTRAINT connectors_source_st_source_id_d18148c1_fk_connector FOREIGN KEY (source_id) REFERENCES public.connectors_source(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.connectors_source
    ADD CONSTRAINT connectors_source_unit_id_66e029f0_fk_territory_unit_id FOREIGN KEY (unit_id) REFERENCES public.territory_unit(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.connectors_taken_content
    ADD CONSTRAINT connectors_taken_con_source_id_92b75ce1_fk_connector FOREIGN KEY (source_id) REFERENCES public.connectors_source(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.crews_attachment
    ADD CONSTRAINT crews_attachment_deed_id_b86cd4ca_fk_crews_deed_id FOREIGN KEY (deed_id) REFERENCES public.crews_deed(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.crews_attachment
    ADD CONSTRAINT crews_attachment_incident_id_c417b0d5_fk_incidents_incident_id FOREIGN KEY (incident_id) REFERENCES public.incidents_incident(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.crews_deed
    ADD CONSTRAINT crews_deed_assignment_id_05bc01b9_fk_forces_assignment_id FOREIGN KEY (assignment_id) REFERENCES public.forces_assignment(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.crews_deed
    ADD CONSTRAINT crews_deed_duty_id_ceea9c86_fk_crews_duty_id FOREIGN KEY (duty_id) REFERENCES public.crews_duty(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.crews_deed
    ADD CONSTRAINT crews_deed_person_id_f5179942_fk_accounts_person_id FOREIGN KEY (person_id) REFERENCES public.accounts_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.crews_duty
    ADD CONSTRAINT crews_duty_ended_by_id_8264797a_fk_accounts_person_id FOREIGN KEY (ended_by_id) REFERENCES public.accounts_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.crews_duty
    ADD CONSTRAINT crews_duty_force_id_eba4b390_fk_forces_force_id FOREIGN KEY (force_id) REFERENCES public.forces_force(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.crews_duty
    ADD CONSTRAINT crews_duty_person_id_238320f3_fk_accounts_person_id FOREIGN KEY (person_id) REFERENCES public.accounts_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.drills_drill
    ADD CONSTRAINT drills_drill_agency_id_281230fa_fk_accounts_agency_id FOREIGN KEY (agency_id) REFERENCES public.accounts_agency(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.drills_drill
    ADD CONSTRAINT drills_drill_ended_by_id_067f06ed_fk_accounts_person_id FOREIGN KEY (ended_by_id) REFERENCES public.accounts_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.drills_drill
    ADD CONSTRAINT drills_drill_made_by_id_f8c7ab4d_fk_accounts_person_id FOREIGN KEY (made_by_id) REFERENCES public.accounts_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.duty_hush
    ADD CONSTRAINT duty_hush_person_id_126c0951_fk_accounts_person_id FOREIGN KEY (person_id) REFERENCES public.accounts_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.duty_override
    ADD CONSTRAINT duty_override_decided_by_id_040160f9_fk_accounts_person_id FOREIGN KEY (decided_by_id) REFERENCES public.accounts_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.duty_override
    ADD CONSTRAINT duty_override_roster_id_6768f145_fk_duty_roster_id FOREIGN KEY (roster_id) REFERENCES public.duty_roster(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.duty_pattern_place
    ADD CONSTRAINT duty_pattern_place_pattern_id_e495d84a_fk_duty_pattern_id FOREIGN KEY (pattern_id) REFERENCES public.duty_pattern(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.duty_pattern_place
    ADD CONSTRAINT duty_pattern_place_person_id_29302c10_fk_accounts_person_id FOREIGN KEY (person_id) REFERENCES public.accounts_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.duty_pattern
    ADD CONSTRAINT duty_pattern_recorded_by_id_2ee582fe_fk_accounts_person_id FOREIGN KEY (recorded_by_id) REFERENCES public.accounts_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.duty_pattern
    ADD CONSTRAINT duty_pattern_roster_id_08186a35_fk_duty_roster_id FOREIGN KEY (roster_id) REFERENCES public.duty_roster(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.duty_policy
    ADD CONSTRAINT duty_policy_agency_id_dbece37f_fk_accounts_agency_id FOREIGN KEY (agency_id) REFERENCES public.accounts_agency(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.duty_roster
    ADD CONSTRAINT duty_roster_agency_id_dd27eebe_fk_accounts_agency_id FOREIGN KEY (agency_id) REFERENCES public.accounts_agency(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.duty_roster
    ADD CONSTRAINT duty_roster_unit_id_2acaed88_fk_territory_unit_id FOREIGN KEY (unit_id) REFERENCES public.territory_unit(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.duty_route
    ADD CONSTRAINT duty_route_agency_id_e5dc0258_fk_accounts_agency_id FOREIGN KEY (agency_id) REFERENCES public.accounts_agency(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.duty_route
    ADD CONSTRAINT duty_route_unit_id_437fa59a_fk_territory_unit_id FOREIGN KEY (unit_id) REFERENCES public.territory_unit(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.duty_run
    ADD CONSTRAINT duty_run_agency_id_9b6c0611_fk_accounts_agency_id FOREIGN KEY (agency_id) REFERENCES public.accounts_agency(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.duty_run_line
    ADD CONSTRAINT duty_run_line_person_id_cd5c983c_fk_accounts_person_id FOREIGN KEY (person_id) REFERENCES public.accounts_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.duty_run_line
    ADD CONSTRAINT duty_run_line_roster_id_b64ffeb6_fk_duty_roster_id FOREIGN KEY (roster_id) REFERENCES public.duty_roster(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.duty_run_line
    ADD CONSTRAINT duty_run_line_run_id_41292562_fk_duty_run_id FOREIGN KEY (run_id) REFERENCES public.duty_run(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.duty_run
    ADD CONSTRAINT duty_run_policy_id_f4a8d1e6_fk_duty_policy_id FOREIGN KEY (policy_id) REFERENCES public.duty_policy(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.duty_run
    ADD CONSTRAINT duty_run_taken_by_id_eac21d32_fk_accounts_person_id FOREIGN KEY (taken_by_id) REFERENCES public.accounts_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.duty_run
    ADD CONSTRAINT duty_run_unit_id_c1fa1795_fk_territory_unit_id FOREIGN KEY (unit_id) REFERENCES public.territory_unit(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.duty_step
    ADD CONSTRAINT duty_step_agency_id_2945a871_fk_accounts_agency_id FOREIGN KEY (agency_id) REFERENCES public.accounts_agency(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.duty_step
    ADD CONSTRAINT duty_step_policy_id_a560e17c_fk_duty_policy_id FOREIGN KEY (policy_id) REFERENCES public.duty_policy(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.duty_step
    ADD CONSTRAINT duty_step_roster_id_3fdf3de6_fk_duty_roster_id FOREIGN KEY (roster_id) REFERENCES public.duty_roster(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.duty_swap
    ADD CONSTRAINT duty_swap_asker_id_c3b7b0b3_fk_accounts_person_id FOREIGN KEY (asker_id) REFERENCES public.accounts_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.duty_swap
    ADD CONSTRAINT duty_swap_other_id_2420ea26_fk_accounts_person_id FOREIGN KEY (other_id) REFERENCES public.accounts_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.duty_swap
    ADD CONSTRAINT duty_swap_roster_id_da8d508e_fk_duty_roster_id FOREIGN KEY (roster_id) REFERENCES public.duty_roster(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.entities_act
    ADD CONSTRAINT entities_act_by_id_4c3b3de2_fk_accounts_person_id FOREIGN KEY (by_id) REFERENCES public.accounts_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.entities_notification
    ADD CONSTRAINT entities_notification_subscription_id_fkey FOREIGN KEY (subscription_id) REFERENCES public.entities_subscription(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.entities_subscription_state
    ADD CONSTRAINT entities_subscription_state_subscription_id_fkey FOREIGN KEY (subscription_id) REFERENCES public.entities_subscription(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.forces_assignment
    ADD CONSTRAINT forces_assignment_ended_by_id_ba7460e4_fk_accounts_person_id FOREIGN KEY (ended_by_id) REFERENCES public.accounts_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.forces_assignment
    ADD CONSTRAINT forces_assignment_force_id_8269352e_fk_forces_force_id FOREIGN KEY (force_id) REFERENCES public.forces_force(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.forces_assignment
    ADD CONSTRAINT forces_assignment_incident_id_8caeae83_fk_incidents_incident_id FOREIGN KEY (incident_id) REFERENCES public.incidents_incident(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.forces_assignment
    ADD CONSTRAINT forces_assignment_sent_by_id_847439a3_fk_accounts_person_id FOREIGN KEY (sent_by_id) REFERENCES public.accounts_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.forces_check_in
    ADD CONSTRAINT forces_check_in_answered_by_id_f3103ad3_fk_accounts_person_id FOREIGN KEY (answered_by_id) REFERENCES public.accounts_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.forces_check_in
    ADD CONSTRAINT forces_check_in_assignment_id_32e76888_fk_forces_assignment_id FOREIGN KEY (assignment_id) REFERENCES public.forces_assignment(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.forces_force
    ADD CONSTRAINT forces_force_agency_id_23d167a2_fk_accounts_agency_id FOREIGN KEY (agency_id) REFERENCES public.accounts_agency(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.forces_force
    ADD CONSTRAINT forces_force_state_by_id_b9ed7cbf_fk_accounts_person_id FOREIGN KEY (state_by_id) REFERENCES public.accounts_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.forces_force
    ADD CONSTRAINT forces_force_unit_id_138d663c_fk_territory_unit_id FOREIGN KEY (unit_id) REFERENCES public.territory_unit(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.forces_log
    ADD CONSTRAINT forces_log_assignment_id_e278fc4a_fk_forces_assignment_id FOREIGN KEY (assignment_id) REFERENCES public.forces_assignment(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.forces_log
    ADD CONSTRAINT forces_log_force_id_71a2be3c_fk_forces_force_id FOREIGN KEY (force_id) REFERENCES public.forces_force(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.forces_log
    ADD CONSTRAINT forces_log_person_id_9d340f11_fk_accounts_person_id FOREIGN KEY (person_id) REFERENCES public.accounts_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.incidents_alarm
    ADD CONSTRAINT incidents_alarm_alarm_id_9024f573_fk_rules_alarm_id FOREIGN KEY (alarm_id) REFERENCES public.rules_alarm(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.incidents_alarm
    ADD CONSTRAINT incidents_alarm_incident_id_fb229cd3_fk_incidents_incident_id FOREIGN KEY (incident_id) REFERENCES public.incidents_incident(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.incidents_entity
    ADD CONSTRAINT incidents_entity_incident_id_7144b972_fk_incidents_incident_id FOREIGN KEY (incident_id) REFERENCES public.incidents_incident(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.incidents_held_role
    ADD CONSTRAINT incidents_held_role_agency_id_391fc6c1_fk_accounts_agency_id FOREIGN KEY (agency_id) REFERENCES public.accounts_agency(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.incidents_held_role
    ADD CONSTRAINT incidents_held_role_ended_by_id_b6f2801b_fk_accounts_person_id FOREIGN KEY (ended_by_id) REFERENCES public.accounts_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.incidents_held_role
    ADD CONSTRAINT incidents_held_role_given_by_id_4478ec87_fk_accounts_person_id FOREIGN KEY (given_by_id) REFERENCES public.accounts_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.incidents_held_role
    ADD CONSTRAINT incidents_held_role_incident_id_101510aa_fk_incidents FOREIGN KEY (incident_id) REFERENCES public.incidents_incident(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.incidents_held_role
    ADD CONSTRAINT incidents_held_role_person_id_72fa09b0_fk_accounts_person_id FOREIGN KEY (person_id) REFERENCES public.accounts_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.incidents_held_role
    ADD CONSTRAINT incidents_held_role_role_id_0b727f55_fk_incidents FOREIGN KEY (role_id) REFERENCES public.incidents_command_role(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.incidents_incident
    ADD CONSTRAINT incidents_incident_agency_id_e06d59d6_fk_accounts_agency_id FOREIGN KEY (agency_id) REFERENCES public.accounts_agency(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.incidents_incident
    ADD CONSTRAINT incidents_incident_closed_by_id_f52b1596_fk_accounts_person_id FOREIGN KEY (closed_by_id) REFERENCES public.accounts_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.incidents_incident
    ADD CONSTRAINT incidents_incident_lead_id_2d54270d_fk_accounts_person_id FOREIGN KEY (lead_id) REFERENCES public.accounts_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.incidents_incident
    ADD CONSTRAINT incidents_incident_merged_into_id_75509a6d_fk_incidents FOREIGN KEY (merged_into_id) REFERENCES public.incidents_incident(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.incidents_incident
    ADD CONSTRAINT incidents_incident_opened_by_id_06ceaa88_fk_accounts_person_id FOREIGN KEY (opened_by_id) REFERENCES public.accounts_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.incidents_incident_procedure
    ADD CONSTRAINT incidents_incident_p_begun_by_id_ca3764d7_fk_accounts_ FOREIGN KEY (begun_by_id) REFERENCES public.accounts_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.incidents_incident_procedure
    ADD CONSTRAINT incidents_incident_p_incident_id_ca18a719_fk_incidents FOREIGN KEY (incident_id) REFERENCES public.incidents_incident(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.incidents_incident_procedure
    ADD CONSTRAINT incidents_incident_p_procedure_id_5ac4a3db_fk_incidents FOREIGN KEY (procedure_id) REFERENCES public.incidents_procedure(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.incidents_incident
    ADD CONSTRAINT incidents_incident_unit_id_60f58d51_fk_territory_unit_id FOREIGN KEY (unit_id) REFERENCES public.territory_unit(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.incidents_leg
    ADD CONSTRAINT incidents_leg_agency_id_5564854e_fk_accounts_agency_id FOREIGN KEY (agency_id) REFERENCES public.accounts_agency(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.incidents_leg
    ADD CONSTRAINT incidents_leg_answered_by_id_966c447c_fk_accounts_person_id FOREIGN KEY (answered_by_id) REFERENCES public.accounts_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.incidents_leg
    ADD CONSTRAINT incidents_leg_asked_by_id_fa372672_fk_accounts_person_id FOREIGN KEY (asked_by_id) REFERENCES public.accounts_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.incidents_leg
    ADD CONSTRAINT incidents_leg_ended_by_id_f6065b81_fk_accounts_person_id FOREIGN KEY (ended_by_id) REFERENCES public.accounts_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.incidents_leg
    ADD CONSTRAINT incidents_leg_incident_id_6e46b5e9_fk_incidents_incident_id FOREIGN KEY (incident_id) REFERENCES public.incidents_incident(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.incidents_leg
    ADD CONSTRAINT incidents_leg_unit_id_74dba01f_fk_territory_unit_id FOREIGN KEY (unit_id) REFERENCES public.territory_unit(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.incidents_link
    ADD CONSTRAINT incidents_link_ended_by_id_8eb44d45_fk_accounts_person_id FOREIGN KEY (ended_by_id) REFERENCES public.accounts_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.incidents_link
    ADD CONSTRAINT incidents_link_first_id_b85b0723_fk_incidents_incident_id FOREIGN KEY (first_id) REFERENCES public.incidents_incident(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.incidents_link
    ADD CONSTRAINT incidents_link_made_by_id_8c425bae_fk_accounts_person_id FOREIGN KEY (made_by_id) REFERENCES public.accounts_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.incidents_link
    ADD CONSTRAINT incidents_link_second_id_b418b00a_fk_incidents_incident_id FOREIGN KEY (second_id) REFERENCES public.incidents_incident(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.incidents_log
    ADD CONSTRAINT incidents_log_agency_id_8bfdbdeb_fk_accounts_agency_id FOREIGN KEY (agency_id) REFERENCES public.accounts_agency(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.incidents_log
    ADD CONSTRAINT incidents_log_incident_id_6078291a_fk_incidents_incident_id FOREIGN KEY (incident_id) REFERENCES public.incidents_incident(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.incidents_log
    ADD CONSTRAINT incidents_log_person_id_0d4f1673_fk_accounts_person_id FOREIGN KEY (person_id) REFERENCES public.accounts_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.incidents_merge
    ADD CONSTRAINT incidents_merge_by_id_8ef8308f_fk_accounts_person_id FOREIGN KEY (by_id) REFERENCES public.accounts_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.incidents_merge
    ADD CONSTRAINT incidents_merge_source_id_914738c4_fk_incidents_incident_id FOREIGN KEY (source_id) REFERENCES public.incidents_incident(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.incidents_merge
    ADD CONSTRAINT incidents_merge_target_id_5aa5a50e_fk_incidents_incident_id FOREIGN KEY (target_id) REFERENCES public.incidents_incident(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.incidents_merge
    ADD CONSTRAINT incidents_merge_undone_by_id_46673a13_fk_accounts_person_id FOREIGN KEY (undone_by_id) REFERENCES public.accounts_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.incidents_source
    ADD CONSTRAINT incidents_source_attached_by_id_9e8899a5_fk_accounts_person_id FOREIGN KEY (attached_by_id) REFERENCES public.accounts_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.incidents_source
    ADD CONSTRAINT incidents_source_incident_id_e5b90b9b_fk_incidents_incident_id FOREIGN KEY (incident_id) REFERENCES public.incidents_incident(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.incidents_step
    ADD CONSTRAINT incidents_step_owner_agency_id_a4f9f92c_fk_accounts_agency_id FOREIGN KEY (owner_agency_id) REFERENCES public.accounts_agency(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.incidents_step
    ADD CONSTRAINT incidents_step_owner_id_19c37661_fk_accounts_person_id FOREIGN KEY (owner_id) REFERENCES public.accounts_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.incidents_step
    ADD CONSTRAINT incidents_step_settled_by_id_b8d37708_fk_accounts_person_id FOREIGN KEY (settled_by_id) REFERENCES public.accounts_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.incidents_step
    ADD CONSTRAINT incidents_step_walk_id_4e5b806e_fk_incidents FOREIGN KEY (walk_id) REFERENCES public.incidents_incident_procedure(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.indicators_figure
    ADD CONSTRAINT indicators_figure_method_id_db26810c_fk_indicators_indicator_id FOREIGN KEY (method_id) REFERENCES public.indicators_indicator(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.indicators_figure
    ADD CONSTRAINT indicators_figure_report_id_a853206f_fk_indicators_report_id FOREIGN KEY (report_id) REFERENCES public.indicators_report(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.indicators_indicator
    ADD CONSTRAINT indicators_indicator_recorded_by_id_98de8b1b_fk_accounts_ FOREIGN KEY (recorded_by_id) REFERENCES public.accounts_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.indicators_report
    ADD CONSTRAINT indicators_report_agency_id_fb75fb21_fk_accounts_agency_id FOREIGN KEY (agency_id) REFERENCES public.accounts_agency(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.indicators_report
    ADD CONSTRAINT indicators_report_decided_by_id_e7112922_fk_accounts_person_id FOREIGN KEY (decided_by_id) REFERENCES public.accounts_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.indicators_report
    ADD CONSTRAINT indicators_report_typed_by_id_b81e1c8a_fk_accounts_person_id FOREIGN KEY (typed_by_id) REFERENCES public.accounts_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.indicators_report
    ADD CONSTRAINT indicators_report_unit_id_10e0179a_fk_territory_unit_id FOREIGN KEY (unit_id) REFERENCES public.territory_unit(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.kernel_event_failure
    ADD CONSTRAINT kernel_event_failure_event_id_05112d5e_fk_kernel_event_id FOREIGN KEY (event_id) REFERENCES public.kernel_event(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.mfa_authenticator
    ADD CONSTRAINT mfa_authenticator_user_id_0c3a50c0_fk_accounts_person_id FOREIGN KEY (user_id) REFERENCES public.accounts_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.notify_address
    ADD CONSTRAINT notify_address_person_id_4e3ae153_fk_accounts_person_id FOREIGN KEY (person_id) REFERENCES public.accounts_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.notify_channel
    ADD CONSTRAINT notify_channel_agency_id_4428ce90_fk_accounts_agency_id FOREIGN KEY (agency_id) REFERENCES public.accounts_agency(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.notify_channel
    ADD CONSTRAINT notify_channel_changed_by_id_feed1367_fk_accounts_person_id FOREIGN KEY (changed_by_id) REFERENCES public.accounts_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.notify_channel_secret
    ADD CONSTRAINT notify_channel_secret_channel_id_7b14fd05_fk_notify_channel_id FOREIGN KEY (channel_id) REFERENCES public.notify_channel(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.notify_channel_standing
    ADD CONSTRAINT notify_channel_stand_channel_id_8ecffaab_fk_notify_ch FOREIGN KEY (channel_id) REFERENCES public.notify_channel(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.notify_channel
    ADD CONSTRAINT notify_channel_unit_id_baa4951a_fk_territory_unit_id FOREIGN KEY (unit_id) REFERENCES public.territory_unit(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.notify_delivery
    ADD CONSTRAINT notify_delivery_channel_id_682adbb6_fk_notify_channel_id FOREIGN KEY (channel_id) REFERENCES public.notify_channel(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.notify_delivery
    ADD CONSTRAINT notify_delivery_message_id_aa74a142_fk_notify_message_id FOREIGN KEY (message_id) REFERENCES public.notify_message(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.notify_message
    ADD CONSTRAINT notify_message_agency_id_91ed47c6_fk_accounts_agency_id FOREIGN KEY (agency_id) REFERENCES public.accounts_agency(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.notify_message
    ADD CONSTRAINT notify_message_person_id_c417e358_fk_accounts_person_id FOREIGN KEY (person_id) REFERENCES public.accounts_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.notify_message
    ADD CONSTRAINT notify_message_unit_id_e51e1dff_fk_territory_unit_id FOREIGN KEY (unit_id) REFERENCES public.territory_unit(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.notify_preference
    ADD CONSTRAINT notify_preference_person_id_778d9cba_fk_accounts_person_id FOREIGN KEY (person_id) REFERENCES public.accounts_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.notify_receipt
    ADD CONSTRAINT notify_receipt_channel_id_5e089976_fk_notify_channel_id FOREIGN KEY (channel_id) REFERENCES public.notify_channel(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.notify_receipt
    ADD CONSTRAINT notify_receipt_delivery_id_6e32cee5_fk_notify_delivery_id FOREIGN KEY (delivery_id) REFERENCES public.notify_delivery(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.notify_shown
    ADD CONSTRAINT notify_shown_channel_id_1c20cd11_fk_notify_channel_id FOREIGN KEY (channel_id) REFERENCES public.notify_channel(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.packs_edition
    ADD CONSTRAINT packs_edition_loaded_by_id_00c5fc6a_fk_accounts_person_id FOREIGN KEY (loaded_by_id) REFERENCES public.accounts_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.packs_edition
    ADD CONSTRAINT packs_edition_taken_back_by_id_7b5f9dbe_fk_accounts_person_id FOREIGN KEY (taken_back_by_id) REFERENCES public.accounts_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.packs_loaded_pack
    ADD CONSTRAINT packs_loaded_pack_edition_id_a0012133_fk_packs_edition_id FOREIGN KEY (edition_id) REFERENCES public.packs_edition(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.packs_loaded_pack
    ADD CONSTRAINT packs_loaded_pack_loaded_by_id_7e6ea39c_fk_accounts_person_id FOREIGN KEY (loaded_by_id) REFERENCES public.accounts_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.packs_proposal
    ADD CONSTRAINT packs_proposal_handed_in_by_id_f09fca78_fk_accounts_person_id FOREIGN KEY (handed_in_by_id) REFERENCES public.accounts_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.procrastinate_events
    ADD CONSTRAINT procrastinate_events_job_id_fkey FOREIGN KEY (job_id) REFERENCES public.procrastinate_jobs(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.procrastinate_jobs
    ADD CONSTRAINT procrastinate_jobs_worker_id_fkey FOREIGN KEY (worker_id) REFERENCES public.procrastinate_workers(id) ON DELETE SET NULL;
ALTER TABLE ONLY public.procrastinate_periodic_defers
    ADD CONSTRAINT procrastinate_periodic_defers_job_id_fkey FOREIGN KEY (job_id) REFERENCES public.procrastinate_jobs(id);
ALTER TABLE ONLY public.rules_alarm
    ADD CONSTRAINT rules_alarm_acknowledged_by_id_3ff06be0_fk_accounts_person_id FOREIGN KEY (acknowledged_by_id) REFERENCES public.accounts_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.rules_alarm
    ADD CONSTRAINT rules_alarm_agency_id_85390413_fk_accounts_agency_id FOREIGN KEY (agency_id) REFERENCES public.accounts_agency(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.rules_alarm
    ADD CONSTRAINT rules_alarm_closed_by_id_fce102ba_fk_accounts_person_id FOREIGN KEY (closed_by_id) REFERENCES public.accounts_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.rules_alarm_comment
    ADD CONSTRAINT rules_alarm_comment_alarm_id_9d51d04e_fk_rules_alarm_id FOREIGN KEY (alarm_id) REFERENCES public.rules_alarm(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.rules_alarm_comment
    ADD CONSTRAINT rules_alarm_comment_person_id_a5b0d245_fk_accounts_person_id FOREIGN KEY (person_id) REFERENCES public.accounts_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.rules_alarm_link
    ADD CONSTRAINT rules_alarm_link_alarm_id_28b8881e_fk_rules_alarm_id FOREIGN KEY (alarm_id) REFERENCES public.rules_alarm(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.rules_alarm
    ADD CONSTRAINT rules_alarm_owner_id_a71a06e2_fk_accounts_person_id FOREIGN KEY (owner_id) REFERENCES public.accounts_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.rules_alarm
    ADD CONSTRAINT rules_alarm_rule_id_63676eac_fk_rules_rule_id FOREIGN KEY (rule_id) REFERENCES public.rules_rule(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.rules_alarm
    ADD CONSTRAINT rules_alarm_set_aside_id_b7880045_fk_rules_set_aside_id FOREIGN KEY (set_aside_id) REFERENCES public.rules_set_aside(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.rules_alarm
    ADD CONSTRAINT rules_alarm_unit_id_26471347_fk_territory_unit_id FOREIGN KEY (unit_id) REFERENCES public.territory_unit(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.rules_dry_run
    ADD CONSTRAINT rules_dry_run_base_id_e92a0e88_fk_rules_rule_id FOREIGN KEY (base_id) REFERENCES public.rules_rule(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.rules_dry_run
    ADD CONSTRAINT rules_dry_run_became_id_ea432ff6_fk_rules_rule_id FOREIGN KEY (became_id) REFERENCES public.rules_rule(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.rules_dry_run
    ADD CONSTRAINT rules_dry_run_requested_by_id_737345b4_fk_accounts_person_id FOREIGN KEY (requested_by_id) REFERENCES public.accounts_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.rules_occurrence
    ADD CONSTRAINT rules_occurrence_agency_id_e180a923_fk_accounts_agency_id FOREIGN KEY (agency_id) REFERENCES public.accounts_agency(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.rules_occurrence
    ADD CONSTRAINT rules_occurrence_alarm_id_58925064_fk_rules_alarm_id FOREIGN KEY (alarm_id) REFERENCES public.rules_alarm(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.rules_occurrence
    ADD CONSTRAINT rules_occurrence_unit_id_695f4ef2_fk_territory_unit_id FOREIGN KEY (unit_id) REFERENCES public.territory_unit(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.rules_rule
    ADD CONSTRAINT rules_rule_agency_id_2f73d7be_fk_accounts_agency_id FOREIGN KEY (agency_id) REFERENCES public.accounts_agency(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.rules_rule
    ADD CONSTRAINT rules_rule_changed_by_id_a8a0ef08_fk_accounts_person_id FOREIGN KEY (changed_by_id) REFERENCES public.accounts_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.rules_rule
    ADD CONSTRAINT rules_rule_group_id_4139f6aa_fk_territory_unit_group_id FOREIGN KEY (group_id) REFERENCES public.territory_unit_group(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.rules_rule
    ADD CONSTRAINT rules_rule_unit_id_0ccbbb0d_fk_territory_unit_id FOREIGN KEY (unit_id) REFERENCES public.territory_unit(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.rules_set_aside
    ADD CONSTRAINT rules_set_aside_agency_id_b9750425_fk_accounts_agency_id FOREIGN KEY (agency_id) REFERENCES public.accounts_agency(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.rules_set_aside
    ADD CONSTRAINT rules_set_aside_ended_by_id_b552cdd1_fk_accounts_person_id FOREIGN KEY (ended_by_id) REFERENCES public.accounts_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.rules_set_aside
    ADD CONSTRAINT rules_set_aside_person_id_c58fb179_fk_accounts_person_id FOREIGN KEY (person_id) REFERENCES public.accounts_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.rules_set_aside
    ADD CONSTRAINT rules_set_aside_unit_id_7882080d_fk_territory_unit_id FOREIGN KEY (unit_id) REFERENCES public.territory_unit(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.shiftbook_desk
    ADD CONSTRAINT shiftbook_desk_agency_id_697b9368_fk_accounts_agency_id FOREIGN KEY (agency_id) REFERENCES public.accounts_agency(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.shiftbook_desk
    ADD CONSTRAINT shiftbook_desk_unit_id_5cc22345_fk_territory_unit_id FOREIGN KEY (unit_id) REFERENCES public.territory_unit(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.shiftbook_handover
    ADD CONSTRAINT shiftbook_handover_answered_by_id_ad55770a_fk_accounts_ FOREIGN KEY (answered_by_id) REFERENCES public.accounts_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.shiftbook_handover
    ADD CONSTRAINT shiftbook_handover_by_id_5d4d81c9_fk_accounts_person_id FOREIGN KEY (by_id) REFERENCES public.accounts_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.shiftbook_handover_item
    ADD CONSTRAINT shiftbook_handover_i_handover_id_b5279670_fk_shiftbook FOREIGN KEY (handover_id) REFERENCES public.shiftbook_handover(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.shiftbook_handover
    ADD CONSTRAINT shiftbook_handover_shift_id_6d5b9f6f_fk_shiftbook_shift_id FOREIGN KEY (shift_id) REFERENCES public.shiftbook_shift(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.shiftbook_handover
    ADD CONSTRAINT shiftbook_handover_to_id_0c9b7c31_fk_accounts_person_id FOREIGN KEY (to_id) REFERENCES public.accounts_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.shiftbook_line
    ADD CONSTRAINT shiftbook_line_corrects_id_694baad9_fk_shiftbook_line_id FOREIGN KEY (corrects_id) REFERENCES public.shiftbook_line(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.shiftbook_line
    ADD CONSTRAINT shiftbook_line_person_id_7602e454_fk_accounts_person_id FOREIGN KEY (person_id) REFERENCES public.accounts_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.shiftbook_line
    ADD CONSTRAINT shiftbook_line_shift_id_cf1a00f9_fk_shiftbook_shift_id FOREIGN KEY (shift_id) REFERENCES public.shiftbook_shift(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.shiftbook_shift
    ADD CONSTRAINT shiftbook_shift_desk_id_a0ec4e3d_fk_shiftbook_desk_id FOREIGN KEY (desk_id) REFERENCES public.shiftbook_desk(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.shiftbook_shift
    ADD CONSTRAINT shiftbook_shift_handed_by_id_eaa4198b_fk_accounts_person_id FOREIGN KEY (handed_by_id) REFERENCES public.accounts_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.shiftbook_shift
    ADD CONSTRAINT shiftbook_shift_opened_by_id_79bd9756_fk_accounts_person_id FOREIGN KEY (opened_by_id) REFERENCES public.accounts_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.shiftbook_shift
    ADD CONSTRAINT shiftbook_shift_previous_id_85c736d2_fk_shiftbook_shift_id FOREIGN KEY (previous_id) REFERENCES public.shiftbook_shift(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.shiftbook_shift
    ADD CONSTRAINT shiftbook_shift_responsible_id_40fb2bfa_fk_accounts_person_id FOREIGN KEY (responsible_id) REFERENCES public.accounts_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.shiftbook_shift
    ADD CONSTRAINT shiftbook_shift_taken_by_id_3a86092f_fk_accounts_person_id FOREIGN KEY (taken_by_id) REFERENCES public.accounts_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.tasks_extension
    ADD CONSTRAINT tasks_extension_asked_agency_id_03edb2e8_fk_accounts_agency_id FOREIGN KEY (asked_agency_id) REFERENCES public.accounts_agency(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.tasks_extension
    ADD CONSTRAINT tasks_extension_asked_by_id_ae7dabe2_fk_accounts_person_id FOREIGN KEY (asked_by_id) REFERENCES public.accounts_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.tasks_extension
    ADD CONSTRAINT tasks_extension_decided_by_id_390313ae_fk_accounts_person_id FOREIGN KEY (decided_by_id) REFERENCES public.accounts_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.tasks_extension
    ADD CONSTRAINT tasks_extension_task_id_15aac11c_fk_tasks_task_id FOREIGN KEY (task_id) REFERENCES public.tasks_task(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.tasks_line
    ADD CONSTRAINT tasks_line_agency_id_6dd3d099_fk_accounts_agency_id FOREIGN KEY (agency_id) REFERENCES public.accounts_agency(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.tasks_line
    ADD CONSTRAINT tasks_line_person_id_9d72ba12_fk_accounts_person_id FOREIGN KEY (person_id) REFERENCES public.accounts_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.tasks_line
    ADD CONSTRAINT tasks_line_task_id_766604cf_fk_tasks_task_id FOREIGN KEY (task_id) REFERENCES public.tasks_task(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.tasks_line
    ADD CONSTRAINT tasks_line_to_id_5cd0b7dc_fk_accounts_agency_id FOREIGN KEY (to_id) REFERENCES public.accounts_agency(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.tasks_owed
    ADD CONSTRAINT tasks_owed_agency_id_170a6425_fk_accounts_agency_id FOREIGN KEY (agency_id) REFERENCES public.accounts_agency(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.tasks_owed
    ADD CONSTRAINT tasks_owed_besides_id_07c7178a_fk_accounts_person_id FOREIGN KEY (besides_id) REFERENCES public.accounts_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.tasks_owed
    ADD CONSTRAINT tasks_owed_person_id_23621c25_fk_accounts_person_id FOREIGN KEY (person_id) REFERENCES public.accounts_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.tasks_owed
    ADD CONSTRAINT tasks_owed_unit_id_03ad200f_fk_territory_unit_id FOREIGN KEY (unit_id) REFERENCES public.territory_unit(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.tasks_part
    ADD CONSTRAINT tasks_part_agency_id_4006f3fd_fk_accounts_agency_id FOREIGN KEY (agency_id) REFERENCES public.accounts_agency(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.tasks_part
    ADD CONSTRAINT tasks_part_task_id_0ad7ab59_fk_tasks_task_id FOREIGN KEY (task_id) REFERENCES public.tasks_task(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.tasks_part
    ADD CONSTRAINT tasks_part_unit_id_5c4a42a5_fk_territory_unit_id FOREIGN KEY (unit_id) REFERENCES public.territory_unit(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.tasks_task
    ADD CONSTRAINT tasks_task_agency_id_fbdd8374_fk_accounts_agency_id FOREIGN KEY (agency_id) REFERENCES public.accounts_agency(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.tasks_task
    ADD CONSTRAINT tasks_task_ended_by_id_e039af17_fk_accounts_person_id FOREIGN KEY (ended_by_id) REFERENCES public.accounts_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.tasks_task
    ADD CONSTRAINT tasks_task_giver_id_ea665488_fk_accounts_person_id FOREIGN KEY (giver_id) REFERENCES public.accounts_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.tasks_task
    ADD CONSTRAINT tasks_task_handed_in_by_id_4373f0eb_fk_accounts_person_id FOREIGN KEY (handed_in_by_id) REFERENCES public.accounts_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.tasks_task
    ADD CONSTRAINT tasks_task_lead_agency_id_66457444_fk_accounts_agency_id FOREIGN KEY (lead_agency_id) REFERENCES public.accounts_agency(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.tasks_task
    ADD CONSTRAINT tasks_task_lead_person_id_bbc78cf8_fk_accounts_person_id FOREIGN KEY (lead_person_id) REFERENCES public.accounts_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.tasks_task
    ADD CONSTRAINT tasks_task_unit_id_80256504_fk_territory_unit_id FOREIGN KEY (unit_id) REFERENCES public.territory_unit(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.territory_import
    ADD CONSTRAINT territory_import_requested_by_id_84def10e_fk_accounts_person_id FOREIGN KEY (requested_by_id) REFERENCES public.accounts_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.territory_unit_area
    ADD CONSTRAINT territory_unit_area_unit_id_957c0424_fk_territory_unit_id FOREIGN KEY (unit_id) REFERENCES public.territory_unit(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.territory_unit_change
    ADD CONSTRAINT territory_unit_chang_from_unit_id_c49810d3_fk_territory FOREIGN KEY (from_unit_id) REFERENCES public.territory_unit(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.territory_unit_change
    ADD CONSTRAINT territory_unit_change_to_unit_id_dfeaad63_fk_territory_unit_id FOREIGN KEY (to_unit_id) REFERENCES public.territory_unit(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.territory_unit
    ADD CONSTRAINT territory_unit_first_id_e88bbdd4_fk_territory_unit_id FOREIGN KEY (first_id) REFERENCES public.territory_unit(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.territory_unit_group_member
    ADD CONSTRAINT territory_unit_group_group_id_0715fa00_fk_territory FOREIGN KEY (group_id) REFERENCES public.territory_unit_group(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.territory_unit_group_member
    ADD CONSTRAINT territory_unit_group_unit_id_c7abe686_fk_territory FOREIGN KEY (unit_id) REFERENCES public.territory_unit(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.territory_unit
    ADD CONSTRAINT territory_unit_parent_id_daf87c39_fk_territory_unit_id FOREIGN KEY (parent_id) REFERENCES public.territory_unit(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.warnings_text
    ADD CONSTRAINT warnings_text_warning_id_d343963c_fk_warnings_warning_id FOREIGN KEY (warning_id) REFERENCES public.warnings_warning(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.warnings_unit
    ADD CONSTRAINT warnings_unit_unit_id_003d57d8_fk_territory_unit_id FOREIGN KEY (unit_id) REFERENCES public.territory_unit(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.warnings_unit
    ADD CONSTRAINT warnings_unit_warning_id_5e5e7ac5_fk_warnings_warning_id FOREIGN KEY (warning_id) REFERENCES public.warnings_warning(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.warnings_warning
    ADD CONSTRAINT warnings_warning_agency_id_db3f8fbc_fk_accounts_agency_id FOREIGN KEY (agency_id) REFERENCES public.accounts_agency(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.warnings_warning
    ADD CONSTRAINT warnings_warning_asked_by_id_5dc8d9aa_fk_accounts_person_id FOREIGN KEY (asked_by_id) REFERENCES public.accounts_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.warnings_warning
    ADD CONSTRAINT warnings_warning_changed_by_id_ead2b93e_fk_accounts_person_id FOREIGN KEY (changed_by_id) REFERENCES public.accounts_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.warnings_warning
    ADD CONSTRAINT warnings_warning_drafted_by_id_3995213a_fk_accounts_person_id FOREIGN KEY (drafted_by_id) REFERENCES public.accounts_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.warnings_warning
    ADD CONSTRAINT warnings_warning_follows_id_36f458fb_fk_warnings_warning_id FOREIGN KEY (follows_id) REFERENCES public.warnings_warning(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.warnings_warning
    ADD CONSTRAINT warnings_warning_incident_id_fd0abad1_fk_incidents_incident_id FOREIGN KEY (incident_id) REFERENCES public.incidents_incident(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.warnings_warning
    ADD CONSTRAINT warnings_warning_released_by_id_7bb00c26_fk_accounts_person_id FOREIGN KEY (released_by_id) REFERENCES public.accounts_person(id) DEFERRABLE INITIALLY DEFERRED;
