error-entity-exists = Entity { $entity } exists already; update it instead of creating it.
error-entity-does-not-exist = Entity { $entity } does not exist or lies outside what this key may see.
error-entity-was-not-there = Entity { $entity } was not there at that time, or lies outside what this key may see.
error-entity-without-type-does-not-exist = Entity { $entity } does not exist and the body has no "type"; send the "type" to create it.
error-entity-not-an-object = An entity must be a JSON object.
error-entity-without-id = The entity has no "id"; send a URI such as urn:ngsi-ld:AirQualityObserved:station-1.
error-entity-without-type = An entity has no "type".
error-entity-type-malformed = "type" of an entity must be a name or a list of names.
error-entity-id-not-a-uri = Entity id "{ $entity }" is not a URI; use the form urn:ngsi-ld:<Type>:<code>.
error-scope-malformed = "scope" must be a path that begins with "/", or a list of such paths.
error-attribute-exists = Attribute { $attribute } exists already; with noOverwrite its value is kept.
error-attribute-does-not-exist = Attribute { $attribute } does not exist in entity { $entity }.
error-attribute-without-value = Attribute { $attribute } lacks the member "{ $member }".
error-attribute-null = Attribute { $attribute } must not be null; leave it out, or send "urn:ngsi-ld:null" to delete it.
error-attribute-kind-unknown = Attribute { $attribute } has type "{ $kind }", which NGSI-LD does not know.
error-attribute-dataset-twice = Attribute { $attribute } has two instances of datasetId { $dataset }.
error-attribute-name-malformed = Attribute name "{ $attribute }" has a character that is not allowed.
error-relationship-not-a-uri = Relationship { $attribute } must point to a URI.
error-language-map-malformed = languageMap of { $attribute } must be an object of language tags and strings.
error-vocab-malformed = vocab of { $attribute } must be a string or a list of strings.
error-value-not-a-list = The value of { $attribute } must be a list.
error-dataset-not-a-uri = datasetId of { $attribute } must be a URI.
error-unit-malformed = unitCode of { $attribute } must be a short string (UN/CEFACT code such as GQ).
error-text-with-nul = The value of { $attribute } holds a NUL character, which cannot be stored.
error-nested-too-deep = The value of { $attribute } is nested more than { $depth } levels deep.
error-geometry-malformed = { $attribute } is not a valid GeoJSON geometry.
error-geometry-ring-open = The area of { $attribute } has a ring that is not closed (at least 4 points, the last equal to the first).
error-coordinates-out-of-range = Coordinates { $lon }, { $lat } of { $attribute } lie outside the Earth; the order is longitude, latitude.
error-time-malformed = Time "{ $value }" of { $attribute } cannot be read; use ISO 8601 with a time zone, such as 2026-11-22T08:00:00Z.
error-observed-in-future = Time of observation { $observed } of { $attribute } lies more than { $limit_s } seconds in the future; correct the device's clock.
error-context-not-available = @context { $url } is neither known here nor to be had from its address (only hosts in DOTHI_CONTEXT_HOSTS are asked); send the @context itself or host it here first.
error-context-malformed = The @context is malformed: it must be a URL, an object or a list of these.
error-context-invalid = What stands at { $url } is no @context: a JSON object with a member "@context".
error-context-scoped = Term { $term } of the @context has a context of its own, which NGSI-LD does not allow (CIM 009 §5.5.7).
error-query-malformed = Condition { $parameter } cannot be read at position { $position }: { $detail }.
error-query-too-complex = Condition { $parameter } is too complex; split it into several queries.
error-value-not-storable = The database cannot hold { $kind ->
    [number] a number of the request: it is out of range; send or compare numbers between -1.7e308 and 1.7e308
    [time] a time of the request: it lies outside the years 1 to 9999; correct it
    [pattern] a pattern of the request (~=, !~=, idPattern): it is no regular expression of POSIX; write it without groups with names, references back and look-around
    [letter] a text of the request: a letter of it has no place in UTF-8; take it out
    [length] a text of the request: it is too long; shorten it or split it
    [form] a value of the request: its form is none of its kind; correct it
   *[other] a value of the request; check the kind, the range and the length of its values
 }.
error-history-too-dense = More than { $most } values belong to the instant { $at }, more than one answer may hold; ask for fewer entities or attributes, or by timeproperty=observedAt.
error-text-without-language = Attribute { $attribute } holds texts by language, and this one names none; say which by the parameter lang, or give a languageMap.
error-attribute-kind-differs = The type of attribute { $attribute } is another than the stored one; replace the attribute to change it.
error-value-against-schema = The value of { $path } does not fit type { $entity_type }: { $keyword ->
    [required] this member is missing
    [type] it must be { $limit ->
        [number] a number
        [integer] a whole number
        [string] a text
        [boolean] true or false
        [array] a list
        [object] an object
       *[other] of type { $limit }
     }, and is "{ $value }"
    [minimum] it must be at least { $limit }, and is { $value }
    [maximum] it must be at most { $limit }, and is { $value }
    [exclusiveMinimum] it must be greater than { $limit }, and is { $value }
    [exclusiveMaximum] it must be less than { $limit }, and is { $value }
    [enum] it must be one of { $limit }, and is "{ $value }"
    [const] it must be "{ $limit }", and is "{ $value }"
    [maxLength] it is longer than { $limit } characters
    [pattern] it must match { $limit }, and is "{ $value }"
    [format] it must be a { $limit }, and is "{ $value }"
    [additionalProperties] this type has no such member
   *[other] it breaks { $keyword } { $limit }, and is "{ $value }"
 }.
error-type-of-another-pack = Type { $entity_type } is declared by another pack; take it out of pack { $pack } or out of the other one.
