-- How often boards are opened, for the centre's own figures: which board, by which role, of which agency; nobody by name.
create or replace view boards_opening_fact as
select id, board, role, agency_id, opened_at from boards_opening
