"""The areas that schemes name, and what is aimed at and agreed for them."""
