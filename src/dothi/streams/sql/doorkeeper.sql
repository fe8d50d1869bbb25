-- name: revoked_lately
-- As long as a login may have been answered for: a connection that was open before this process began is found too.
select id from accounts_api_key where revoked_at > now() - interval '16 minutes'
