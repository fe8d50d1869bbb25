livemap-title = Situation map
livemap-list = List of the map
livemap-alarms = Alarms
livemap-entities = Entities
livemap-card = Details of the entity
livemap-card-alarms = Alarms
livemap-open = Course and history
error-map-box-unreadable = The map box "{ $box }" cannot be read; it needs four numbers west,south,east,north in degrees.
