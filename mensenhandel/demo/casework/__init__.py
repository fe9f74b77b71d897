"""Cases of the demo world: those that the stories tell, and generated ones around them."""
