"""Reference data every service shows the same way: activities, communes, and maps of them."""
