"""What people bring in for pictures and films: photos with their rights, logos, voices."""
