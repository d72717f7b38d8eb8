"""The tables in which a published version says who owes and has reported what, empty: for a cube made by hand."""

REPORTS = """
CREATE TABLE measured (indicator VARCHAR, dataset VARCHAR, kind VARCHAR, columns VARCHAR[]);
CREATE TABLE owed (dataset VARCHAR, area_code VARCHAR, level VARCHAR, months INTEGER[], days INTEGER, since DATE,
    until DATE);
CREATE TABLE reported_unit (dataset VARCHAR, area_code VARCHAR, period DATE, columns VARCHAR[]);
CREATE TABLE in_force (dataset VARCHAR, cover VARCHAR, period DATE, as_of DATE);
CREATE TABLE dated (dataset VARCHAR, county_code VARCHAR, period DATE, last_date DATE);
"""
CUBE = """
CREATE TABLE cube (indicator VARCHAR, dimension VARCHAR, member VARCHAR, area_code VARCHAR, grain VARCHAR, period DATE,
    numerator DECIMAL(38, 4), denominator DECIMAL(38, 4), value DOUBLE, lower_bound BOOLEAN);
"""
