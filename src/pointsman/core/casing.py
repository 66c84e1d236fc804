"""How names are written: in snake case by us, in PascalCase in forms."""


def pascal(name: str) -> str:
    """The parameter of a form that is called ``name`` here."""
    return "".join(word.capitalize() for word in name.split("_"))
