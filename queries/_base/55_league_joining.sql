-- Who joined the League, once each: the day the branch meeting passed them, where that is missing the approval.
-- People known from the Party's lists alone are left out: there the day of joining is a note on years ago.
WITH only_in_party_lists AS (
    SELECT person
    FROM pipeline_step
    GROUP BY person
    HAVING bool_or(track = 'party')
        AND NOT bool_or(
            track IS DISTINCT FROM 'party'
            AND step IN ('apply', 'talk', 'activist', 'mentor', 'educate', 'target', 'prereview', 'notice', 'introducer',
                'form', 'approve', 'feedback', 'ceremony', 'archive')
        )
),

recommended AS (                                             -- by whom, as far as anybody has said
    SELECT
        person,
        arg_max(recommended_by, on_date) AS recommended_by
    FROM pipeline_event
    WHERE recommended_by IN ('pioneers', 'members', 'league')
        AND track IS DISTINCT FROM 'party'
        AND step NOT LIKE 'recommend%'
    GROUP BY person
)

SELECT
    joining.area_code,
    joining._county,
    joining.person,
    joining.on_date,
    joining.born,
    joining.age_band,
    joining.branch,
    joining.grade,
    joining.field,
    recommended.recommended_by,
    joining._batch,
    joining._line
FROM pipeline_step AS joining
ANTI JOIN only_in_party_lists AS other ON other.person = joining.person
LEFT JOIN recommended ON recommended.person = joining.person
WHERE joining.step IN ('meeting', 'approve')
    AND joining.track IS DISTINCT FROM 'party'
QUALIFY row_number() OVER (
    PARTITION BY joining.person
    ORDER BY joining.step = 'meeting' DESC, joining.on_date, joining.area_code
) = 1
