"""What lies in what, and when, as SQL: every question about what is below an area goes through here (`area_path`)."""


def inside(area: str, when: str, place: str = "$area") -> str:
    """SQL for whether an area lay in a place (or is it) on a day; all three are SQL themselves.

    Raises ValueError for a bare column as the area: inside, it would be the tree's own, and everything lies in itself."""
    if "." not in area:
        raise ValueError(f"{area} says of no table which")
    return (
        f"EXISTS (FROM area_path AS within WHERE within.ancestor_code = {place} AND within.area_code = {area} "
        f"AND within.since <= {when} AND within.until > {when})"
    )


def lies(path: str, when: str) -> str:
    """SQL for whether a row of `area_path`, by its alias, holds on a day."""
    return f"{path}.since <= {when} AND {path}.until > {when}"


def ever(place: str = "$area") -> str:
    """SQL for the codes of whatever lies in a place, or ever did: to pick rows that are not dated."""
    return f"(SELECT area_code FROM area_path WHERE ancestor_code = {place})"


ALWAYS = "DATE '0001-01-01' AS since, DATE '9999-01-01' AS until"  # the columns of a row that always holds
