-- A scope with everything above it: /A/B/C is found under /A, too. Keys that are limited to /A/# ask so for what they may read.
create function entities_above(scopes text[]) returns text[] language plpgsql immutable strict parallel safe as $$
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

-- Entities without a scope cost nothing; the statistics tell a ward from a whole city (of a partial index there are none).
create index entities_entity_above on entities_entity using gin (entities_above(scopes)) where scopes is not null;
create statistics entities_entity_scopes on (entities_above(scopes)) from entities_entity;
analyze entities_entity;
