-- Every term of office on every list, with the day it falls due: as the ledger says, else by the rule in force when the
-- term began. No due day: nobody has said when it began. `is_newest`: of the newest list of its area.
SELECT
    term._county,
    term._cover,
    term._as_of,
    term.area_code,
    term.body_id,
    term.name,
    term.body,
    term.body LIKE '%congress' AS is_congress,               -- of the Pioneers; the others are the League's bodies
    term.started_on,
    term.held_on,
    term.approval,
    term.extended_to,
    term._as_of AS day,                                      -- what has happened since the list was made is not known
    rule.extension_months,
    rule.due_soon_days,
    coalesce(term.due_on, (term.started_on + to_years(rule.years::INTEGER))::DATE) AS due_on,
    list.as_of IS NOT NULL AS is_newest
FROM term_rows AS term
LEFT JOIN (
    SELECT cover, max(as_of) AS as_of
    FROM store.list
    WHERE dataset = 'term'
    GROUP BY cover
) AS list
    ON list.cover = term._cover
    AND list.as_of = term._as_of
LEFT JOIN rules.term_length AS rule
    ON rule.body = term.body
    AND rule.valid_from <= term.started_on
    AND (rule.valid_to IS NULL OR term.started_on < rule.valid_to)
