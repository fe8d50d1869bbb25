# crews
