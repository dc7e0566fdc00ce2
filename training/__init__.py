"""How the shipped model is made: labels without texts, and the commands that use them."""
