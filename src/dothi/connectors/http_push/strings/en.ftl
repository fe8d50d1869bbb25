connectors-kind-http-push = Sent to us (HTTP)
connectors-kind-http-push-help = Another system sends JSON of its own shape to /api/v1/sources/CODE/readings with a key
connectors-http-push-key = Id of the key that may send
connectors-http-push-key-help = What stands before the dot of a write or device key (page Keys)
connectors-http-push-rows = Path of the rows
connectors-http-push-rows-help = A JSONPath; empty: the whole of what is sent
error-source-key-limited = Key { $key } is limited to areas, types, scopes, attributes or a tenant, so it cannot send to a source; issue one that is limited by id prefixes only.
error-api-key-does-not-write = A key of kind { $kind } may not send; use a write or device key.
