"""The Common Alerting Protocol 1.2 (OASIS, 1 July 2010; ITU-T X.1303 bis) as values, XML out, XML in. Knows no room."""
