connectors-kind-modbus-tcp = Modbus TCP
connectors-kind-modbus-tcp-help = Reads registers of PLCs, pumps, meters and the devices behind a gateway by Modbus TCP
connectors-modbus-tcp-host = Device or gateway
connectors-modbus-tcp-host-help = Modbus knows no password and no encryption: connect it within a network of its own; an internal address must be allowed by the administrator in DOTHI_EGRESS_ALLOW
connectors-modbus-tcp-port = Port
connectors-modbus-tcp-registers = Table of registers
connectors-modbus-tcp-registers-help = One value a line: unit id · function (holding, input, coil, discrete) · address from 0 (40001 of many manuals is holding 0) · type (int16, uint16, int32, uint32, int64, uint64, float32, float64, bit; with -cdab, -badc or -dcba where bytes lie otherwise) · factor, or what each number means such as 0=off,1=running · name of the column for the mapping. After # stands a remark
connectors-modbus-tcp-timeout-s = Waits for each device at most (seconds)
connectors-step-device = Device { $device }: { NUMBER($values) } of { NUMBER($of) } values read
connectors-reject-device-silent = The device does not answer
connectors-reject-device-refuses = The device refuses the question
error-source-devices-silent = { $host } can be reached but no device gives a value: { $detail }
error-source-setting-register-parts = Line { $line } has { $told } parts; it needs 6: unit id, function, address, type, factor, name.
error-source-setting-register-function = Line { $line }: "{ $told }" is no function that reads; use holding, input, coil or discrete.
error-source-setting-register-type = Line { $line }: "{ $told }" cannot be; coil and discrete go with bit alone, bytes lie abcd, cdab, badc or dcba.
error-source-setting-register-number = Line { $line }: "{ $told }" is no number for this place (unit id 0–255, address 0–65535, factor not 0).
error-source-setting-register-twice = Line { $line }: this device already has a value named "{ $told }".
error-source-setting-registers-many = The table has more than { $told } lines; make several sources of it.
