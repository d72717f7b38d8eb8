-- The steps people took, one row each, with the words of one line told apart from the other's: both lines talk of
-- activists and candidates. A step that ended in 没通过 is a way out, not a step taken.
SELECT
    area_code,
    _county,
    person,
    CASE
        WHEN result = 'failed' AND step NOT IN ('transfer_out', 'withdrawn') THEN 'rejected'
        WHEN track = 'party' AND step IN ('apply', 'talk', 'activist', 'target', 'notice') THEN 'party_' || step
        ELSE step
    END AS step,
    on_date,
    coalesce(
        track,
        CASE
            WHEN step IN ('pioneer_join', 'pioneer_leave') THEN 'pioneer'
            WHEN step LIKE 'party\_%' ESCAPE '\' OR step LIKE 'recommend\_%' ESCAPE '\' THEN 'party'
            WHEN step IN ('probationary', 'full_member') THEN 'party'
        END
    ) AS track,                                              -- NULL: not told, a way out among them
    born,
    age_band,
    branch,
    grade,
    field,
    recommended_by,
    notice_from,
    notice_to,
    _batch,
    _line
FROM pipeline_event
WHERE person IS NOT NULL
