-- What readers need beyond the keys. None of these holds a value or a time that a measurement changes, so that updates stay in
-- their page (HOT); figures in the room's README.

-- Who has a certain attribute, and which attributes there are: asked for by name, not by entity.
create index if not exists entities_attribute_term on entities_attribute (term_id, kind, entity_id);

-- Attributes that ended are no longer in entities_attribute; who asks for a history finds them here.
create index if not exists entities_history_ends on entities_history (entity_id, term_id, dataset_id) where kind = 0;

-- Text as it is searched: lower case, no accents. Immutable for an index; its dictionary does not change under it.
create or replace function entities_folded(told text) returns text language sql immutable strict parallel safe as $$
    select translate(public.unaccent('public.unaccent'::regdictionary, lower(told)), 'đ', 'd')
$$;
create index if not exists entities_entity_urn_words on entities_entity using gin (entities_folded(urn) public.gin_trgm_ops);

-- Names of entities, under the IRIs that carry nearly all of them. Another IRI that ends in "name" is searched without it.
do $$
declare
    names int[];
begin
    insert into entities_term (iri) values ('https://uri.etsi.org/ngsi-ld/default-context/name'), ('https://smartdatamodels.org/name'),
        ('https://schema.org/name'), ('http://schema.org/name') on conflict do nothing;
    select array_agg(id order by id) into names from entities_term
        where iri in ('https://uri.etsi.org/ngsi-ld/default-context/name', 'https://smartdatamodels.org/name',
            'https://schema.org/name', 'http://schema.org/name');
    execute format('create index if not exists entities_attribute_name_words on entities_attribute'
        ' using gin (entities_folded(coalesce(txt, json ->> ''vi'', json #>> ''{}'')) public.gin_trgm_ops)'
        ' where term_id = any(%L::int[]) and dataset_id = 0', names);
end $$;
