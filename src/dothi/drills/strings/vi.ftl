# drills
