# cameras
