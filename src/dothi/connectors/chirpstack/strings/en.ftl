connectors-kind-chirpstack = LoRaWAN by ChirpStack (HTTP)
connectors-kind-chirpstack-help = ChirpStack v4 sends each event of LoRaWAN devices to /api/v1/sources/CODE/readings (HTTP integration, encoding JSON)
connectors-chirpstack-key = Id of the key that may send
connectors-chirpstack-key-help = What stands before the point of a write or device key; in ChirpStack add the header Authorization: Bearer KEY
connectors-reject-no-event = No event of ChirpStack
connectors-reject-device-log = ChirpStack reports a fault of the device
connectors-reject-device-double = Two devices make the same entity id by their names; rename one, or make the id of the devEui
connectors-reject-not-decoded = The device has no codec in ChirpStack: only raw data came
error-source-no-event = The address must say which event (?event=up); it said: { $event }. Events: { $known }
