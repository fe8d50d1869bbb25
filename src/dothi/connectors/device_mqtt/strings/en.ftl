connectors-kind-device-mqtt = Devices by MQTT
connectors-kind-device-mqtt-help = Devices publish to the system's own MQTT broker; here they get an owner and a rhythm, so that lateness is seen
connectors-device-mqtt-prefix = Beginning of the entity ids
connectors-device-mqtt-prefix-help = All entities whose id begins so and whose values come by MQTT
