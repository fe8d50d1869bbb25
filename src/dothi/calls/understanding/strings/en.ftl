calls-thing-protocolcard = Protocol card
calls-field-version = Version
calls-field-kinds = For categories
calls-field-advice = Advice read out at once
calls-field-questions = Questions
calls-field-approved-by = Approved by
calls-field-approved-on = Approved on
calls-field-digest = Fingerprint of the content
calls-field-recorded-at = Recorded at
calls-near-place = { $metres } m away (limit { $limit } m{ $grown ->
    [0] {""}
   *[other] , of it { $grown } m for inexact places
})
calls-near-no-place = place not known yet, only time and kind are compared
calls-near-minutes = { $minutes ->
    [0] reported just now
    [one] reported 1 minute ago
   *[other] reported { $minutes } minutes ago
}
calls-near-same-kind = same category { $kind }
calls-near-alike-kind = category easily mistaken for it: { $kind }
calls-near-same-caller = same caller number
calls-near-surge = { $calls } calls of one event within { $minutes } minutes
calls-place-former = formerly { $old }
calls-place-street = { $name }: middle of the part in { $unit }, about { $metres } m either way
calls-place-crossing = where { $one } meets { $two }
calls-place-former-street = former name of { $name } ({ $source })
calls-place-thing = { $type } in the data
calls-place-no-number = house number { $number } is not in the data
calls-place-whole-unit = middle of { $unit }, no address yet
calls-streets-indexed = { $streets } streets are kept for the address search (source: { $file }).
calls-streets-not-indexed = Street names could not be kept for the address search: the system is not running. Run dothi map names while it runs.
