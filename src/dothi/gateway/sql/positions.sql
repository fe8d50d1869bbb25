
-- name: ended
-- Crews that signed off, or whose time was over, while a ticket of theirs may still live (the table is of the room `crews`).
select id from crews_duty where ended_at > %(since)s
