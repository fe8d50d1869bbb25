"""Inside the copy: what happens outside of the desk, told through the doors by which it is told in earnest."""
