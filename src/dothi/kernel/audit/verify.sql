-- name: totals
select (select count(*) from kernel_audit_block), (select coalesce(max(seq), 0) from kernel_audit_block),
       (select coalesce(max(id), 0) from kernel_audit_entry)

-- name: blocks
-- Blocks of one stretch whose hash, link or content is not what it should be.
select block.seq, block.at, array_remove(array[
           case when block.hash <> kernel_audit_hash(block.prev, block.seq, block.at, block.batch, block.entries, block.digest) then 'hash' end,
           case when block.prev <> coalesce(before.hash, case when block.seq = 1 then sha256('dothi') else ''::bytea end) then 'link' end,
           case when content.entries <> block.entries or content.digest <> block.digest then 'content' end], null) as wrong
from kernel_audit_block block
left join kernel_audit_block before on before.seq = block.seq - 1
cross join lateral kernel_audit_content(block.batch) content
where block.seq > %(after)s and block.seq <= %(until)s
  and (block.hash <> kernel_audit_hash(block.prev, block.seq, block.at, block.batch, block.entries, block.digest)
       or block.prev <> coalesce(before.hash, case when block.seq = 1 then sha256('dothi') else ''::bytea end)
       or content.entries <> block.entries or content.digest <> block.digest)
order by block.seq

-- name: gaps
-- Numbers of blocks that are missing between the first and the last (the link check names the block after them).
select before + 1, seq - 1 from (select seq, lag(seq, 1, 0) over (order by seq) as before from kernel_audit_block) numbered where seq <> before + 1

-- name: loose
-- Entries that no block seals.
select entry.id, shape.table_name, entry.row_pk
from kernel_audit_entry entry
left join kernel_audit_shape shape on shape.id = entry.shape_id
where not exists (select from kernel_audit_block block where block.batch = entry.batch)
order by entry.id limit 1000

-- name: shapes
select shape.id, shape.table_name, shape.pk, shape.columns, to_regclass(shape.table_name) is not null
from kernel_audit_shape shape order by shape.id

-- name: head
select seq, encode(hash, 'hex') from kernel_audit_block order by seq desc limit 1

-- name: block_hash
select encode(hash, 'hex') from kernel_audit_block where seq = %s
