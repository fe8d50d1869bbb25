-- @contexts that are not the core's: hosted for others, fetched once and kept, or made for a subscription (CIM 009 §5.13).
-- kind: 1 Cached, 2 Hosted, 3 ImplicitlyCreated. `document` as it came (json keeps the order of its members).
create table entities_context (
    id uuid primary key default gen_random_uuid(),
    url text not null constraint entities_context_url unique,
    kind smallint not null,
    document json not null,
    created_at timestamptz not null,
    used_at timestamptz,
    hits bigint not null default 0
);

-- Tenants by name (§4.14); 0 is the default one and has no name. Made by the first write that names them.
create table entities_tenant (
    id smallint generated always as identity primary key,
    name text not null constraint entities_tenant_name unique
);
