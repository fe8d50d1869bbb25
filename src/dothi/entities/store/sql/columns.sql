-- The columns of what is read, in the order of core/represent.py (Head, Stored); filled into the other files as {<name>_columns}.
-- An instance of history is modified when it is recorded, and created then, too, unless `h` says otherwise.

-- name: head
e.id, e.urn, e.types, e.scopes, e.unit_id, e.agency_id, e.lon, e.lat, e.created_at, e.modified_at

-- name: attribute
a.term_id, a.dataset_id, a.kind, a.num, a.txt, a.json::text, a.at, a.unit_code, a.observed_at, a.declared, a.created_at,
    a.modified_at, a.origin, a.quality, a.source_id, a.revision, a.sub::text

-- name: instance
h.term_id, h.dataset_id, h.kind, h.num, h.txt, h.json::text, h.at, h.unit_code, h.observed_at,
    h.declared, h.created_at, h.recorded_at, h.origin, h.quality, h.source_id, h.revision, h.sub::text
