-- The star each rated organisation's score comes to, by the bands in force on the day of its list: one row per rated
-- row of the register, to be joined by _batch and _line. A vetoed one has the lowest; who has no score is not rated.
SELECT
    rating._batch,
    rating._line,
    CASE
        WHEN rating.is_vetoed THEN '1'
        ELSE (
            SELECT arg_max(band.star, band.floor)
            FROM rules.star_band AS band
            WHERE band.floor <= rating.score                 -- the score as it is, not rounded
                AND band.valid_from <= rating._as_of
                AND (band.valid_to IS NULL OR rating._as_of < band.valid_to)
        )
    END AS star
FROM branch_rating_rows AS rating
WHERE rating.scheme = 'rating'
    AND (rating.score IS NOT NULL OR rating.is_vetoed)
