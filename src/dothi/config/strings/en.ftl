# The API /api/v1
api-description = The API of dothi for other systems: shared code lists and what other rooms offer. Each request carries a key that reads (Authorization: Bearer <id>.<secret>) or the session of a person with the right. Errors follow RFC 7807, in Vietnamese or English by Accept-Language.
error-api-address = The API has no address { $path }; all addresses stand in /api/v1/openapi.json.
error-api-method = This address does not take { $method }; it takes { $allowed }.
error-api-parameters = A parameter is wrong: { $wrong }.
error-api-needs-key = The request needs a living API key (Authorization: Bearer <id>.<secret>) or a session.
error-api-key-does-not-read = A key of kind { $kind } only sends values and reads nothing; use a key that reads.
