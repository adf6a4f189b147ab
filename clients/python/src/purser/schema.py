# Made from docs/openapi.json by `npm run openapi`: not to be changed by hand.
"""What the API takes and answers: a type for each object of its document, under its name there."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal, Mapping, NotRequired, TypeAlias, TypedDict

Amount: TypeAlias = "Decimal | str"
"""An amount that is asked for: exact, never a float. Amounts are answered as text, for Decimal."""

BudgetState: TypeAlias = Literal["active", "closed", "closing", "frozen", "paused"]
ChargeBodyOverage: TypeAlias = Literal["available", "overdraft"]
CloseBodyHolds: TypeAlias = Literal["refuse", "release"]
CommitBodyOverage: TypeAlias = Literal["available", "overdraft", "reject"]
CorrectionKind: TypeAlias = Literal["charge", "refund"]
DecisionCode: TypeAlias = Literal[
    "budget_closed",
    "budget_frozen",
    "budget_paused",
    "category_not_allowed",
    "count_exceeded",
    "envelope_exceeded",
    "forbidden",
    "insufficient_funds",
    "overage_rejected",
    "scope_amount",
    "scope_category",
    "scope_run",
    "scope_vendor",
    "too_many_names",
    "vendor_not_allowed",
]
DeliveryState: TypeAlias = Literal["delivered", "left_out", "parked", "pending"]
DenialCode: TypeAlias = Literal[
    "budget_closed",
    "budget_frozen",
    "budget_paused",
    "category_not_allowed",
    "count_exceeded",
    "envelope_exceeded",
    "insufficient_funds",
    "overage_rejected",
    "scope_amount",
    "scope_category",
    "scope_run",
    "scope_vendor",
    "too_many_names",
    "vendor_not_allowed",
]
DisputeState: TypeAlias = Literal["open", "refunded", "rejected", "upheld", "withdrawn"]
EnvelopeMetric: TypeAlias = Literal["amount", "count", "denials"]
EnvelopeOnExceed: TypeAlias = Literal["approve", "deny", "notify", "pause"]
EnvelopePer: TypeAlias = Literal["category", "request", "run", "vendor"]
EnvelopeWindow: TypeAlias = Literal[
    "day",
    "hour",
    "lifetime",
    "minute",
    "month",
    "transaction",
    "week",
]
EstimateCode: TypeAlias = Literal[
    "budget_closed",
    "budget_frozen",
    "budget_paused",
    "category_not_allowed",
    "count_exceeded",
    "envelope_exceeded",
    "forbidden",
    "insufficient_funds",
    "invalid_amount",
    "invalid_usage",
    "overage_rejected",
    "price_unknown",
    "scope_amount",
    "scope_category",
    "scope_run",
    "scope_vendor",
    "too_many_names",
    "vendor_not_allowed",
]
EventType: TypeAlias = Literal[
    "budget.closed",
    "budget.closing",
    "budget.created",
    "budget.delegated",
    "budget.frozen",
    "budget.funded",
    "budget.paused",
    "budget.resumed",
    "budget.updated",
    "envelope.exhausted",
    "envelope.threshold_reached",
    "key.issued",
    "key.revoked",
    "reservation.approved",
    "reservation.charged",
    "reservation.claim_dismissed",
    "reservation.claim_settled",
    "reservation.claimed",
    "reservation.committed",
    "reservation.denied",
    "reservation.dispute_rejected",
    "reservation.dispute_upheld",
    "reservation.dispute_withdrawn",
    "reservation.disputed",
    "reservation.expired",
    "reservation.overdraft",
    "reservation.pending_approval",
    "reservation.refunded",
    "reservation.rejected",
    "reservation.released",
    "reservation.reserved",
]
FollowEventsTypes: TypeAlias = Literal[
    "*",
    "budget.*",
    "budget.closed",
    "budget.closing",
    "budget.created",
    "budget.delegated",
    "budget.frozen",
    "budget.funded",
    "budget.paused",
    "budget.resumed",
    "budget.updated",
    "envelope.*",
    "envelope.exhausted",
    "envelope.threshold_reached",
    "key.*",
    "key.issued",
    "key.revoked",
    "reservation.*",
    "reservation.approved",
    "reservation.charged",
    "reservation.claim_dismissed",
    "reservation.claim_settled",
    "reservation.claimed",
    "reservation.committed",
    "reservation.denied",
    "reservation.dispute_rejected",
    "reservation.dispute_upheld",
    "reservation.dispute_withdrawn",
    "reservation.disputed",
    "reservation.expired",
    "reservation.overdraft",
    "reservation.pending_approval",
    "reservation.refunded",
    "reservation.rejected",
    "reservation.released",
    "reservation.reserved",
]
GetBudgetTreeExpand: TypeAlias = Literal["metadata", "policy"]
GetReservationExpand: TypeAlias = Literal["budget", "envelopes"]
GetSpendGroupBy: TypeAlias = Literal[
    "budget",
    "category",
    "child",
    "code",
    "day",
    "hour",
    "item",
    "month",
    "principal",
    "run",
    "vendor",
]
IssueKeyBodyHolder: TypeAlias = Literal["other", "self"]
KeyRole: TypeAlias = Literal["agent", "approver", "auditor", "operator"]
ListApprovalsExpand: TypeAlias = Literal["budget", "envelopes", "metadata"]
ListBudgetsExpand: TypeAlias = Literal["ancestors", "metadata", "policy", "subtree"]
ListBudgetsOrder: TypeAlias = Literal["asc", "desc"]
ListEntriesKind: TypeAlias = Literal[
    "appraise",
    "approve",
    "charge",
    "claim_dismiss",
    "claim_settle",
    "close",
    "commit",
    "create",
    "defund",
    "delegate",
    "dispute_open",
    "dispute_reject",
    "dispute_uphold",
    "dispute_withdraw",
    "envelope_create",
    "envelope_delete",
    "envelope_update",
    "expire",
    "expire_commit",
    "extend",
    "freeze",
    "fund",
    "key_issue",
    "key_revoke",
    "key_rotate",
    "pause",
    "price_end",
    "price_set",
    "refund",
    "reject",
    "release",
    "reserve",
    "resume",
    "token_revoke",
    "update",
]
ListEntriesOutcome: TypeAlias = Literal["accepted", "denied"]
ListReservationsOrderBy: TypeAlias = Literal["createdAt", "settledAt"]
MeterEventReason: TypeAlias = Literal[
    "late",
    "no_customer",
    "not_whole",
    "refund",
    "refused",
    "skipped",
    "too_old",
    "uncertain",
]
MeterMeasure: TypeAlias = Literal["calls", "spent", "usage"]
MetersCustomerFrom: TypeAlias = Literal["budget", "reservation"]
MetersMode: TypeAlias = Literal["live", "test"]
MetersPauseReason: TypeAlias = Literal["asked", "failing", "restored"]
MetersState: TypeAlias = Literal["active", "deleted", "paused"]
PagerDutyRegion: TypeAlias = Literal["eu", "us"]
PagerDutySeverity: TypeAlias = Literal["critical", "error", "info", "warning"]
PastScope: TypeAlias = Literal["self", "subtree"]
PastWindow: TypeAlias = Literal["day", "hour", "minute", "month", "transaction", "week"]
ProblemCode: TypeAlias = Literal[
    "already_approved",
    "amount_overflow",
    "amount_required",
    "approval_too_late",
    "approver_out_of_reach",
    "below_used",
    "body_too_large",
    "budget_closed",
    "budget_frozen",
    "budget_paused",
    "budget_state",
    "category_not_allowed",
    "charge_exists",
    "claim_exceeded",
    "count_exceeded",
    "csrf",
    "depth_exceeded",
    "dispute_exceeded",
    "dispute_exists",
    "dispute_too_late",
    "envelope_exceeded",
    "fingerprint_mismatch",
    "forbidden",
    "headers_too_large",
    "holds_live",
    "idempotency_key_required",
    "idempotency_key_reused",
    "if_match_required",
    "insufficient_funds",
    "internal_error",
    "invalid_allowance",
    "invalid_amount",
    "invalid_encoding",
    "invalid_envelope",
    "invalid_key",
    "invalid_price",
    "invalid_time",
    "invalid_usage",
    "key_ended",
    "malformed_json",
    "malformed_request",
    "meter_event_state",
    "method_not_allowed",
    "not_a_root",
    "not_acceptable",
    "not_an_approver",
    "not_found",
    "not_your_dispute",
    "overage_rejected",
    "overdraft_bound",
    "overloaded",
    "own_request",
    "price_unknown",
    "rate_limited",
    "reason_required",
    "refund_exceeds_committed",
    "refund_exceeds_usage",
    "request_timeout",
    "reservation_state",
    "revision_mismatch",
    "route_not_found",
    "scope_amount",
    "scope_category",
    "scope_run",
    "scope_vendor",
    "set_from_above",
    "settlement_exceeds_hold",
    "too_many_envelopes",
    "too_many_names",
    "too_many_prices",
    "too_many_webhooks",
    "too_much_at_once",
    "unauthenticated",
    "unavailable",
    "unsupported_media_type",
    "uri_too_long",
    "usage_required",
    "validation_failed",
    "vendor_not_allowed",
    "version_mismatch",
    "webhook_kind",
]
ScopesActions: TypeAlias = Literal[
    "approve",
    "charge",
    "delegate",
    "manage",
    "overdraft",
    "read",
    "refund",
    "reserve",
    "stop",
]
SessionSignedInBy: TypeAlias = Literal["key", "open_id_connect"]
SetMetersBodyState: TypeAlias = Literal["active", "paused"]
SettlementOnExpiry: TypeAlias = Literal["commit", "release"]
SettlementState: TypeAlias = Literal[
    "committed",
    "expired",
    "held",
    "pending_approval",
    "rejected",
    "released",
]
StatementState: TypeAlias = Literal["closed", "open"]
UnitChargeOver: TypeAlias = Literal["day", "hour", "lifetime", "month", "week"]
WebhookKind: TypeAlias = Literal["email", "http", "pager_duty", "slack", "teams"]
WebhookPauseReason: TypeAlias = Literal["asked", "failing"]
WrittenEndedReservationState: TypeAlias = Literal["committed", "expired", "rejected", "released"]


class Balances(TypedDict):
    allocated: str
    """What the budget was given."""
    reserved: str
    """Set aside for calls that are under way."""
    delegated: str
    """Given on to children."""
    spent: str
    """Paid."""
    overdraft: str
    """Paid beyond what was allocated."""
    available: str


class NameRule(TypedDict):
    allow: NotRequired[list[str]]
    """Only these pass, and a reservation has to name one."""
    deny: NotRequired[list[str]]
    """These never pass, even if they are allowed."""


class Policy(TypedDict):
    vendors: NotRequired[NameRule]
    categories: NotRequired[NameRule]


class Match(TypedDict):
    vendors: list[str] | None
    categories: list[str] | None
    items: NotRequired[list[str]]
    """Present where only these items count."""
    newVendors: NotRequired[Literal[True]]
    """Present where only new vendors count."""


class ApprovalRule(TypedDict):
    approvals: int
    withinSeconds: int
    approvers: list[str] | None
    """The holders who may decide; null for anybody but the one who asked."""


class Relative(TypedDict):
    times: float
    """How many times the average; at most two decimals."""
    of: Literal["average"]
    windowDays: int
    """How far back it looks: at least 3 for the window day, 15 for week, 63 for month, to hold a
    whole one.
    """
    atLeast: str
    """The limit is never below, and is this where there is no past."""
    atMost: str | None
    """The limit is never above: an average that somebody raises slowly ends here."""


Baseline = TypedDict(
    "Baseline",
    {
        # When it was looked at.
        "at": "str",
        # `total / windows`, rounded down.
        "average": "str",
        "from": "str",
        # Exclusive: the start of the window that was under way.
        "to": "str",
        "total": "str",
        # Windows in which anything was used; with `transaction` the reservations.
        "windows": "int",
    },
)


class Envelope(TypedDict):
    id: str
    budgetId: str
    fromAbove: NotRequired[Literal[True]]
    """Only where it is so: made by somebody who reaches above the budget, and theirs to change."""
    name: str | None
    window: EnvelopeWindow
    timezone: str | None
    """Null: the tree's."""
    metric: EnvelopeMetric
    limit: str
    """The one in force: decimal text, or a whole number as text for the metrics count and
    denials.
    """
    match: Match
    per: EnvelopePer | None
    scope: PastScope
    onExceed: EnvelopeOnExceed
    approve: NotRequired[ApprovalRule]
    """With onExceed `approve`: who is asked."""
    relative: NotRequired[Relative]
    """Of a limit that follows the past."""
    baseline: NotRequired[Baseline | None]
    """With `relative`: the past that the limit in force was worked out from; null if there was
    none.
    """


class NewBudget(TypedDict):
    id: str
    treeId: str
    """The id of the root."""
    parentId: str | None
    """Null for a root."""
    ref: str | None
    """What its maker calls it among the open children of its parent; null where it has none."""
    depth: int
    """How many ancestors it has."""
    currency: str
    scale: int
    """Decimals of the smallest unit."""
    timezone: str
    createdAt: str
    version: int
    """Counts the journal entries of the budget."""
    balances: Balances
    name: str
    state: BudgetState
    pausedUntil: str | None
    """Of a budget that was paused by a cost above limits: when it goes on by itself. Null where
    a person has to resume it.
    """
    guarantee: str
    """What it is sure to have; of a root the allocation."""
    ceiling: str
    """What it may have at most; of a root the allocation."""
    policy: Policy | None
    policyFromAbove: NotRequired[bool]
    """Of a child with a policy: whether it was set by somebody who reaches above it, and is
    theirs to change.
    """
    stoppedFromAbove: NotRequired[Literal[True]]
    """Only where it is so, of a frozen or paused budget: stopped by somebody who reaches above
    it, by an envelope of theirs, or by a cost above a limit of theirs or above the money that
    they gave. They resume it.
    """
    metadata: Mapping[str, str] | None
    dimensions: NotRequired[list[str]]
    """Only of a root that has some: the labels that spend of its tree is kept by."""
    revision: int
    """Counts changes to the settings: the ETag."""
    envelopes: list[Envelope]


class RelativeBody(TypedDict):
    times: float
    """How many times the average; at most two decimals."""
    of: NotRequired[Literal["average"]]
    """Over the complete windows in which anything was used; with `transaction` over
    reservations. Left out: `average`.
    """
    windowDays: int
    """How far back it looks: at least 3 for the window day, 15 for week, 63 for month, to hold a
    whole one.
    """
    atLeast: Amount
    """The limit is never below, and is this where there is no past."""
    atMost: NotRequired[Amount | None]
    """The limit is never above: an average that somebody raises slowly ends here."""


class MatchBody(TypedDict):
    vendors: NotRequired[list[str] | None]
    """Only reservations for one of these vendors count."""
    categories: NotRequired[list[str] | None]
    """Only reservations of one of these categories count."""
    items: NotRequired[list[str] | None]
    """Only reservations of one of these items count: of these models, tools or actions."""
    newVendors: NotRequired[bool]
    """Only reservations for vendors who were never paid here, and for nobody in particular. With
    the window transaction.
    """


class ApprovalRuleBody(TypedDict):
    approvals: int
    """How many people have to agree."""
    withinSeconds: int
    """How long they have; then the money goes back."""
    approvers: NotRequired[list[str] | None]
    """The holders who may decide, as `id` of `GET /v1/principal` names them: at least
    `approvals`. Left out: anybody but the one who asks.
    """


class EnvelopeBody(TypedDict):
    name: NotRequired[str | None]
    """For people."""
    window: EnvelopeWindow
    """`transaction` looks at one reservation; the others are calendar windows in the time zone."""
    timezone: NotRequired[str | None]
    """Overrides the tree's time zone."""
    metric: NotRequired[EnvelopeMetric]
    """Money, the number of reservations, or the number of requests for one that were denied.
    Left out: `amount`.
    """
    limit: NotRequired[Amount]
    """Decimal string for the metric amount, whole number as a string for the others. Required
    without `relative`.
    """
    relative: NotRequired[RelativeBody]
    """Instead of `limit`: one that follows what the budget used to spend. Not with the window
    lifetime, nor with `per`.
    """
    match: NotRequired[MatchBody | None]
    """What counts; everything if left out."""
    per: NotRequired[EnvelopePer | None]
    """A separate counter for each vendor, category or run. With the metric denials also
    `request`: the same budget, amount, vendor and category.
    """
    scope: NotRequired[PastScope]
    """`self` does not count what descendants spend. Left out: `subtree`."""
    onExceed: NotRequired[EnvelopeOnExceed]
    """`approve` lets it wait until people agree; `pause` denies it and stops the budget;
    `notify` lets it pass and says so. Left out: `deny`.
    """
    approve: NotRequired[ApprovalRuleBody | None]
    """With onExceed `approve`, and only then: who is asked."""


class CreateBudgetBody(TypedDict):
    name: str
    envelopes: NotRequired[list[EnvelopeBody]]
    """Limits that hold from the beginning."""
    policy: NotRequired[Policy | None]
    metadata: NotRequired[Mapping[str, str] | None]
    """Labels that travel with the budget and can be listed by."""
    currency: str
    """A code of your choice, such as USD or TOKENS."""
    scale: NotRequired[int]
    """Decimals of the smallest unit; fixed for ever. Left out: `6`."""
    allocation: Amount
    """What the tree may spend."""
    timezone: NotRequired[str]
    """In which calendar windows turn. Left out: `UTC`."""
    dimensions: NotRequired[list[str] | None]
    """Labels that spend of the tree is kept by, such as team or customer: of budgets for all
    under them, and of reservations, which come first.
    """


class WrittenNewBudget(TypedDict):
    id: str
    treeId: str
    """The id of the root."""
    parentId: str | None
    """Null for a root."""
    ref: str | None
    """What its maker calls it among the open children of its parent; null where it has none."""
    depth: int
    """How many ancestors it has."""
    currency: str
    scale: int
    """Decimals of the smallest unit."""
    timezone: str
    createdAt: str
    version: int
    """Counts the journal entries of the budget."""
    balances: Balances
    name: str
    state: BudgetState
    pausedUntil: str | None
    """Of a budget that was paused by a cost above limits: when it goes on by itself. Null where
    a person has to resume it.
    """
    guarantee: str
    """What it is sure to have; of a root the allocation."""
    ceiling: str
    """What it may have at most; of a root the allocation."""
    policy: Policy | None
    policyFromAbove: NotRequired[bool]
    """Of a child with a policy: whether it was set by somebody who reaches above it, and is
    theirs to change.
    """
    stoppedFromAbove: NotRequired[Literal[True]]
    """Only where it is so, of a frozen or paused budget: stopped by somebody who reaches above
    it, by an envelope of theirs, or by a cost above a limit of theirs or above the money that
    they gave. They resume it.
    """
    metadata: Mapping[str, str] | None
    dimensions: NotRequired[list[str]]
    """Only of a root that has some: the labels that spend of its tree is kept by."""
    revision: int
    """Counts changes to the settings: the ETag."""
    envelopes: list[Envelope]
    replay: NotRequired[WrittenNewBudgetReplay]
    """Where the request repeats an earlier one with the same key. Everything else is as it is
    now; this is what was answered first.
    """


class Scopes(TypedDict):
    actions: list[ScopesActions] | None
    vendors: list[str] | None
    categories: list[str] | None
    runs: NotRequired[list[str] | None]
    """Absent in entries that are older than this scope."""
    largestAmount: str | None
    largestOverdraft: str | None


class NewKey(TypedDict):
    id: str
    budgetId: str
    name: str
    role: KeyRole
    scopes: Scopes
    expiresAt: str | None
    holder: str
    """Who acts with it, as the journal names them: the id of the first key of its line, or who
    issued it for themselves.
    """
    issuedBy: list[str]
    """The holders who handed it out, from the nearest up; the admin is not among them."""
    madeFrom: str | None
    """The key that it was issued with, or whose place it took."""
    works: bool
    """Whether it can be used: a repeated request may find it revoked or expired."""
    prefix: str
    """What the text of the key begins with. Its secret follows."""
    secret: str | None
    """What to send as the bearer token. Shown only in the first answer: a repeated request gets
    null, since only a hash is kept. Null as well where you chose the secret: send `prefix`
    followed by that.
    """


class NewChild(TypedDict):
    id: str
    treeId: str
    """The id of the root."""
    parentId: str | None
    """Null for a root."""
    ref: str | None
    """What its maker calls it among the open children of its parent; null where it has none."""
    depth: int
    """How many ancestors it has."""
    currency: str
    scale: int
    """Decimals of the smallest unit."""
    timezone: str
    createdAt: str
    version: int
    """Counts the journal entries of the budget."""
    balances: Balances
    name: str
    state: BudgetState
    pausedUntil: str | None
    """Of a budget that was paused by a cost above limits: when it goes on by itself. Null where
    a person has to resume it.
    """
    guarantee: str
    """What it is sure to have; of a root the allocation."""
    ceiling: str
    """What it may have at most; of a root the allocation."""
    policy: Policy | None
    policyFromAbove: NotRequired[bool]
    """Of a child with a policy: whether it was set by somebody who reaches above it, and is
    theirs to change.
    """
    stoppedFromAbove: NotRequired[Literal[True]]
    """Only where it is so, of a frozen or paused budget: stopped by somebody who reaches above
    it, by an envelope of theirs, or by a cost above a limit of theirs or above the money that
    they gave. They resume it.
    """
    metadata: Mapping[str, str] | None
    dimensions: NotRequired[list[str]]
    """Only of a root that has some: the labels that spend of its tree is kept by."""
    revision: int
    """Counts changes to the settings: the ETag."""
    envelopes: list[Envelope]
    key: NotRequired[NewKey]
    existed: NotRequired[Literal[True]]
    """Present where the child of this `ref` was there already: it is answered as it is, whatever
    else was asked for, and no key was made. `key` is then the one that it was made with,
    without its secret.
    """


class ScopesBody(TypedDict):
    actions: NotRequired[list[ScopesActions] | None]
    """The only actions, of those that the role can be given. An agent has `overdraft` and
    `refund` only where they are named here.
    """
    vendors: NotRequired[list[str] | None]
    """The only vendors that may be reserved for."""
    categories: NotRequired[list[str] | None]
    """The only categories that may be reserved for."""
    runs: NotRequired[list[str] | None]
    """The only runs that may be reserved for."""
    largestAmount: NotRequired[Amount | None]
    """The largest amount of one reservation."""
    largestOverdraft: NotRequired[Amount | None]
    """With the action `overdraft`: how far one reservation may be settled above limits, and how
    far any limit may be passed by it in all. Left out: without bound.
    """


class ChildKeyBody(TypedDict):
    secretHash: NotRequired[str | None]
    """The SHA-256 (hexadecimal) of a secret that you chose: 32 random bytes as base64url, which
    are 43 characters. The key is then `prefix` of the answer, followed by your secret, which
    is never sent but with it. A lost answer loses nothing so. Left out: the service makes the
    secret, and shows it once.
    """
    name: str
    scopes: NotRequired[ScopesBody | None]
    """Narrower than the role, and never wider than the key that issues it."""
    expiresAt: NotRequired[str | None]
    """Until when it works; not longer than the key that issues it. Left out: as long as that
    one, or until it is revoked.
    """


class DelegateBody(TypedDict):
    name: str
    envelopes: NotRequired[list[EnvelopeBody]]
    """Limits that hold from the beginning."""
    policy: NotRequired[Policy | None]
    metadata: NotRequired[Mapping[str, str] | None]
    """Labels that travel with the budget and can be listed by."""
    ref: NotRequired[str | None]
    """What you call the child, such as the run and the role that it is for: among the open
    children of a budget no two have the same. Where one has it already, that one is answered,
    as it is, and nothing else is done.
    """
    guarantee: Amount
    """Carved out of the parent at once; "0" for a child that draws all it needs."""
    ceiling: NotRequired[Amount | None]
    """Up to which the child may draw more from its parent. Left out: the guarantee, a fixed
    carve-out.
    """
    key: NotRequired[ChildKeyBody | None]
    """A key for the child, of role agent, issued with it: the answer has its secret, once."""
    expectedVersion: NotRequired[int | None]
    """Act only if the budget is at this version, so that the balance is the one that was seen."""


class WrittenNewChild(TypedDict):
    id: str
    treeId: str
    """The id of the root."""
    parentId: str | None
    """Null for a root."""
    ref: str | None
    """What its maker calls it among the open children of its parent; null where it has none."""
    depth: int
    """How many ancestors it has."""
    currency: str
    scale: int
    """Decimals of the smallest unit."""
    timezone: str
    createdAt: str
    version: int
    """Counts the journal entries of the budget."""
    balances: Balances
    name: str
    state: BudgetState
    pausedUntil: str | None
    """Of a budget that was paused by a cost above limits: when it goes on by itself. Null where
    a person has to resume it.
    """
    guarantee: str
    """What it is sure to have; of a root the allocation."""
    ceiling: str
    """What it may have at most; of a root the allocation."""
    policy: Policy | None
    policyFromAbove: NotRequired[bool]
    """Of a child with a policy: whether it was set by somebody who reaches above it, and is
    theirs to change.
    """
    stoppedFromAbove: NotRequired[Literal[True]]
    """Only where it is so, of a frozen or paused budget: stopped by somebody who reaches above
    it, by an envelope of theirs, or by a cost above a limit of theirs or above the money that
    they gave. They resume it.
    """
    metadata: Mapping[str, str] | None
    dimensions: NotRequired[list[str]]
    """Only of a root that has some: the labels that spend of its tree is kept by."""
    revision: int
    """Counts changes to the settings: the ETag."""
    envelopes: list[Envelope]
    key: NotRequired[NewKey]
    existed: NotRequired[Literal[True]]
    """Present where the child of this `ref` was there already: it is answered as it is, whatever
    else was asked for, and no key was made. `key` is then the one that it was made with,
    without its secret.
    """
    replay: NotRequired[WrittenNewChildReplay]
    """Where the request repeats an earlier one with the same key. Everything else is as it is
    now; this is what was answered first.
    """


class SubtreeSums(TypedDict):
    spent: str
    """Paid, by the balances of this moment."""
    reserved: str
    """Set aside now for calls that are under way."""
    calls: int | None
    """Reservations of which something was paid, or that were committed at no cost; each once. A
    second old at most; null while spend is added up anew.
    """
    denied: int | None
    """Requests that were denied; as fresh as `calls`."""


class Ancestor(TypedDict):
    id: str
    name: str
    state: BudgetState


class ListedBudget(TypedDict):
    id: str
    treeId: str
    """The id of the root."""
    parentId: str | None
    """Null for a root."""
    ref: str | None
    """What its maker calls it among the open children of its parent; null where it has none."""
    depth: int
    """How many ancestors it has."""
    currency: str
    scale: int
    """Decimals of the smallest unit."""
    timezone: str
    createdAt: str
    version: int
    """Counts the journal entries of the budget."""
    balances: Balances
    name: str
    state: BudgetState
    pausedUntil: str | None
    """Of a budget that was paused by a cost above limits: when it goes on by itself. Null where
    a person has to resume it.
    """
    guarantee: str
    """What it is sure to have; of a root the allocation."""
    ceiling: str
    """What it may have at most; of a root the allocation."""
    policyFromAbove: NotRequired[bool]
    """Of a child with a policy: whether it was set by somebody who reaches above it, and is
    theirs to change.
    """
    stoppedFromAbove: NotRequired[Literal[True]]
    """Only where it is so, of a frozen or paused budget: stopped by somebody who reaches above
    it, by an envelope of theirs, or by a cost above a limit of theirs or above the money that
    they gave. They resume it.
    """
    dimensions: NotRequired[list[str]]
    """Only of a root that has some: the labels that spend of its tree is kept by."""
    revision: int
    """Counts changes to the settings: the ETag."""
    policy: NotRequired[Policy | None]
    """With expand=policy."""
    metadata: NotRequired[Mapping[str, str] | None]
    """With expand=metadata."""
    subtree: NotRequired[SubtreeSums]
    """With expand=subtree. The budget with all that lies under it, shown or not."""
    childrenCount: NotRequired[int]
    """With expand=subtree. How many children it has."""
    openChildrenCount: NotRequired[int]
    """With expand=subtree. How many of them are not closed."""
    ancestors: NotRequired[list[Ancestor]]
    """With expand=ancestors. Those above it that the key reaches, from the top down to its
    parent.
    """


class BudgetPage(TypedDict):
    items: list[ListedBudget]
    nextCursor: str | None
    """Null on the last page."""


class OwnCounts(TypedDict):
    calls: int | None
    """Reservations of which something was paid, or that were committed at no cost; each once. A
    second old at most; null while spend is added up anew.
    """
    denied: int | None
    """Requests that were denied; as fresh as `calls`."""


class Usage(TypedDict):
    key: str | None
    """The vendor, category, run or request counted apart (empty for what named none); null
    without `per`.
    """
    used: str
    remaining: str
    windowStart: str | None
    """Null for a lifetime."""
    resetsAt: str | None
    """Null for a lifetime."""


class EnvelopeWithUsage(TypedDict):
    id: str
    budgetId: str
    fromAbove: NotRequired[Literal[True]]
    """Only where it is so: made by somebody who reaches above the budget, and theirs to change."""
    name: str | None
    window: EnvelopeWindow
    timezone: str | None
    """Null: the tree's."""
    metric: EnvelopeMetric
    limit: str
    """The one in force: decimal text, or a whole number as text for the metrics count and
    denials.
    """
    match: Match
    per: EnvelopePer | None
    scope: PastScope
    onExceed: EnvelopeOnExceed
    approve: NotRequired[ApprovalRule]
    """With onExceed `approve`: who is asked."""
    relative: NotRequired[Relative]
    """Of a limit that follows the past."""
    baseline: NotRequired[Baseline | None]
    """With `relative`: the past that the limit in force was worked out from; null if there was
    none.
    """
    usage: list[Usage]
    """One without `per`; with `per` one for each key, the largest first; none for `transaction`."""
    usageTruncated: bool
    """Whether there are more keys than those listed."""


class BudgetWithUsage(TypedDict):
    id: str
    treeId: str
    """The id of the root."""
    parentId: str | None
    """Null for a root."""
    ref: str | None
    """What its maker calls it among the open children of its parent; null where it has none."""
    depth: int
    """How many ancestors it has."""
    currency: str
    scale: int
    """Decimals of the smallest unit."""
    timezone: str
    createdAt: str
    version: int
    """Counts the journal entries of the budget."""
    balances: Balances
    name: str
    state: BudgetState
    pausedUntil: str | None
    """Of a budget that was paused by a cost above limits: when it goes on by itself. Null where
    a person has to resume it.
    """
    guarantee: str
    """What it is sure to have; of a root the allocation."""
    ceiling: str
    """What it may have at most; of a root the allocation."""
    policy: Policy | None
    policyFromAbove: NotRequired[bool]
    """Of a child with a policy: whether it was set by somebody who reaches above it, and is
    theirs to change.
    """
    stoppedFromAbove: NotRequired[Literal[True]]
    """Only where it is so, of a frozen or paused budget: stopped by somebody who reaches above
    it, by an envelope of theirs, or by a cost above a limit of theirs or above the money that
    they gave. They resume it.
    """
    metadata: Mapping[str, str] | None
    dimensions: NotRequired[list[str]]
    """Only of a root that has some: the labels that spend of its tree is kept by."""
    revision: int
    """Counts changes to the settings: the ETag."""
    ancestors: list[Ancestor]
    """Those above it that the key reaches, from the top down to its parent."""
    own: OwnCounts
    """The budget itself, without what lies under it; amounts are its balances."""
    subtree: SubtreeSums
    """The budget with all that lies under it, shown or not."""
    envelopes: list[EnvelopeWithUsage]
    """The oldest first."""


class BudgetTree(TypedDict):
    id: str
    treeId: str
    """The id of the root."""
    parentId: str | None
    """Null for a root."""
    ref: str | None
    """What its maker calls it among the open children of its parent; null where it has none."""
    depth: int
    """How many ancestors it has."""
    currency: str
    scale: int
    """Decimals of the smallest unit."""
    timezone: str
    createdAt: str
    version: int
    """Counts the journal entries of the budget."""
    balances: Balances
    name: str
    state: BudgetState
    pausedUntil: str | None
    """Of a budget that was paused by a cost above limits: when it goes on by itself. Null where
    a person has to resume it.
    """
    guarantee: str
    """What it is sure to have; of a root the allocation."""
    ceiling: str
    """What it may have at most; of a root the allocation."""
    policyFromAbove: NotRequired[bool]
    """Of a child with a policy: whether it was set by somebody who reaches above it, and is
    theirs to change.
    """
    stoppedFromAbove: NotRequired[Literal[True]]
    """Only where it is so, of a frozen or paused budget: stopped by somebody who reaches above
    it, by an envelope of theirs, or by a cost above a limit of theirs or above the money that
    they gave. They resume it.
    """
    dimensions: NotRequired[list[str]]
    """Only of a root that has some: the labels that spend of its tree is kept by."""
    revision: int
    """Counts changes to the settings: the ETag."""
    policy: NotRequired[Policy | None]
    """With expand=policy."""
    metadata: NotRequired[Mapping[str, str] | None]
    """With expand=metadata."""
    subtree: SubtreeSums
    """The budget with all that lies under it, shown or not."""
    childrenCount: int
    """How many children it has, shown or not."""
    openChildrenCount: int
    """How many of them are not closed."""
    truncated: bool
    """Whether some children are not shown, because of the depth, the limit or the size of the
    answer. GET /v1/budgets?parentId= lists them all, page by page.
    """
    children: list[BudgetTree]
    """The oldest first."""


class Budget(TypedDict):
    id: str
    treeId: str
    """The id of the root."""
    parentId: str | None
    """Null for a root."""
    ref: str | None
    """What its maker calls it among the open children of its parent; null where it has none."""
    depth: int
    """How many ancestors it has."""
    currency: str
    scale: int
    """Decimals of the smallest unit."""
    timezone: str
    createdAt: str
    version: int
    """Counts the journal entries of the budget."""
    balances: Balances
    name: str
    state: BudgetState
    pausedUntil: str | None
    """Of a budget that was paused by a cost above limits: when it goes on by itself. Null where
    a person has to resume it.
    """
    guarantee: str
    """What it is sure to have; of a root the allocation."""
    ceiling: str
    """What it may have at most; of a root the allocation."""
    policy: Policy | None
    policyFromAbove: NotRequired[bool]
    """Of a child with a policy: whether it was set by somebody who reaches above it, and is
    theirs to change.
    """
    stoppedFromAbove: NotRequired[Literal[True]]
    """Only where it is so, of a frozen or paused budget: stopped by somebody who reaches above
    it, by an envelope of theirs, or by a cost above a limit of theirs or above the money that
    they gave. They resume it.
    """
    metadata: Mapping[str, str] | None
    dimensions: NotRequired[list[str]]
    """Only of a root that has some: the labels that spend of its tree is kept by."""
    revision: int
    """Counts changes to the settings: the ETag."""


class UpdateBudgetBody(TypedDict):
    name: NotRequired[str]
    policy: NotRequired[Policy | None]
    """Replaces the policy; null takes it away."""
    metadata: NotRequired[Mapping[str, str] | None]
    """Replaces all labels; null takes them away."""
    dimensions: NotRequired[list[str] | None]
    """Of a root: replaces the labels that spend of the tree is kept by, for what is decided from
    now on; null takes them away.
    """
    guarantee: NotRequired[Amount]
    """Of a child: what it is sure to have."""
    ceiling: NotRequired[Amount]
    """Of a child: what it may have at most."""
    reason: NotRequired[str | None]
    """Why; kept in the journal."""


class WrittenBudget(TypedDict):
    id: str
    treeId: str
    """The id of the root."""
    parentId: str | None
    """Null for a root."""
    ref: str | None
    """What its maker calls it among the open children of its parent; null where it has none."""
    depth: int
    """How many ancestors it has."""
    currency: str
    scale: int
    """Decimals of the smallest unit."""
    timezone: str
    createdAt: str
    version: int
    """Counts the journal entries of the budget."""
    balances: Balances
    name: str
    state: BudgetState
    pausedUntil: str | None
    """Of a budget that was paused by a cost above limits: when it goes on by itself. Null where
    a person has to resume it.
    """
    guarantee: str
    """What it is sure to have; of a root the allocation."""
    ceiling: str
    """What it may have at most; of a root the allocation."""
    policy: Policy | None
    policyFromAbove: NotRequired[bool]
    """Of a child with a policy: whether it was set by somebody who reaches above it, and is
    theirs to change.
    """
    stoppedFromAbove: NotRequired[Literal[True]]
    """Only where it is so, of a frozen or paused budget: stopped by somebody who reaches above
    it, by an envelope of theirs, or by a cost above a limit of theirs or above the money that
    they gave. They resume it.
    """
    metadata: Mapping[str, str] | None
    dimensions: NotRequired[list[str]]
    """Only of a root that has some: the labels that spend of its tree is kept by."""
    revision: int
    """Counts changes to the settings: the ETag."""
    replay: NotRequired[WrittenBudgetReplay]
    """Where the request repeats an earlier one with the same key. Everything else is as it is
    now; this is what was answered first.
    """


class FundBody(TypedDict):
    amount: Amount
    reason: NotRequired[str | None]
    """Why; kept in the journal."""
    expectedVersion: NotRequired[int | None]
    """Act only if the budget is at this version, so that the balance is the one that was seen."""


class ChangeStateBody(TypedDict):
    reason: NotRequired[str | None]
    """Why; kept in the journal."""


class CloseBody(TypedDict):
    reason: NotRequired[str | None]
    """Why; kept in the journal."""
    holds: NotRequired[CloseBodyHolds]
    """What becomes of live reservations in the subtree: they are released, or are a reason to
    refuse. Left out: `release`.
    """


class BudgetItem(TypedDict):
    id: str
    treeId: str
    """The id of the root."""
    parentId: str | None
    """Null for a root."""
    ref: str | None
    """What its maker calls it among the open children of its parent; null where it has none."""
    depth: int
    """How many ancestors it has."""
    currency: str
    scale: int
    """Decimals of the smallest unit."""
    timezone: str
    createdAt: str
    version: int
    """Counts the journal entries of the budget."""
    balances: Balances
    name: str
    state: BudgetState
    pausedUntil: str | None
    """Of a budget that was paused by a cost above limits: when it goes on by itself. Null where
    a person has to resume it.
    """
    guarantee: str
    """What it is sure to have; of a root the allocation."""
    ceiling: str
    """What it may have at most; of a root the allocation."""
    policyFromAbove: NotRequired[bool]
    """Of a child with a policy: whether it was set by somebody who reaches above it, and is
    theirs to change.
    """
    stoppedFromAbove: NotRequired[Literal[True]]
    """Only where it is so, of a frozen or paused budget: stopped by somebody who reaches above
    it, by an envelope of theirs, or by a cost above a limit of theirs or above the money that
    they gave. They resume it.
    """
    dimensions: NotRequired[list[str]]
    """Only of a root that has some: the labels that spend of its tree is kept by."""
    revision: int
    """Counts changes to the settings: the ETag."""
    policy: NotRequired[Policy | None]
    """With expand=policy."""
    metadata: NotRequired[Mapping[str, str] | None]
    """With expand=metadata."""


class FullEnvelope(TypedDict):
    id: str
    budgetId: str
    fromAbove: NotRequired[Literal[True]]
    """Only where it is so: made by somebody who reaches above the budget, and theirs to change."""
    name: str | None
    window: EnvelopeWindow
    timezone: str | None
    """Null: the tree's."""
    metric: EnvelopeMetric
    limit: str
    """The one in force: decimal text, or a whole number as text for the metrics count and
    denials.
    """
    per: EnvelopePer | None
    scope: PastScope
    onExceed: EnvelopeOnExceed
    relative: NotRequired[Relative]
    """Of a limit that follows the past."""
    baseline: NotRequired[Baseline | None]
    """With `relative`: the past that the limit in force was worked out from; null if there was
    none.
    """
    budgetName: str
    usage: Usage
    """A counter of the window that is now."""
    share: str
    """What part of the limit is used, as decimal text, cut to four decimals. At most 9999.9999,
    which is also said of a limit of 0.
    """
    budget: NotRequired[BudgetItem]
    """With expand=budget."""


class FullEnvelopePage(TypedDict):
    items: list[FullEnvelope]
    nextCursor: str | None
    """Null on the last page."""
    truncated: bool
    """Whether there is more than is looked at: what is further down is in no page."""


class ChangedEnvelope(TypedDict):
    id: str
    budgetId: str
    fromAbove: NotRequired[Literal[True]]
    """Only where it is so: made by somebody who reaches above the budget, and theirs to change."""
    name: str | None
    window: EnvelopeWindow
    timezone: str | None
    """Null: the tree's."""
    metric: EnvelopeMetric
    limit: str
    """The one in force: decimal text, or a whole number as text for the metrics count and
    denials.
    """
    match: Match
    per: EnvelopePer | None
    scope: PastScope
    onExceed: EnvelopeOnExceed
    approve: NotRequired[ApprovalRule]
    """With onExceed `approve`: who is asked."""
    relative: NotRequired[Relative]
    """Of a limit that follows the past."""
    baseline: NotRequired[Baseline | None]
    """With `relative`: the past that the limit in force was worked out from; null if there was
    none.
    """
    deletedAt: NotRequired[str]
    """When it was deleted, if it was."""


class WrittenChangedEnvelope(TypedDict):
    id: str
    budgetId: str
    fromAbove: NotRequired[Literal[True]]
    """Only where it is so: made by somebody who reaches above the budget, and theirs to change."""
    name: str | None
    window: EnvelopeWindow
    timezone: str | None
    """Null: the tree's."""
    metric: EnvelopeMetric
    limit: str
    """The one in force: decimal text, or a whole number as text for the metrics count and
    denials.
    """
    match: Match
    per: EnvelopePer | None
    scope: PastScope
    onExceed: EnvelopeOnExceed
    approve: NotRequired[ApprovalRule]
    """With onExceed `approve`: who is asked."""
    relative: NotRequired[Relative]
    """Of a limit that follows the past."""
    baseline: NotRequired[Baseline | None]
    """With `relative`: the past that the limit in force was worked out from; null if there was
    none.
    """
    deletedAt: NotRequired[str]
    """When it was deleted, if it was."""
    replay: NotRequired[WrittenChangedEnvelopeReplay]
    """Where the request repeats an earlier one with the same key. Everything else is as it is
    now; this is what was answered first.
    """


class UpdateEnvelopeBody(TypedDict):
    name: NotRequired[str | None]
    """Null takes the name away."""
    limit: NotRequired[Amount]
    """Binds the next decision. Ends a relative limit."""
    relative: NotRequired[RelativeBody]
    """Takes the place of the limit that there is, fixed or relative."""
    onExceed: NotRequired[EnvelopeOnExceed]
    approve: NotRequired[ApprovalRuleBody]
    """Who is asked. Needed where onExceed becomes `approve`; goes with it when it becomes
    another.
    """


Window = TypedDict(
    "Window",
    {
        # Null for a lifetime.
        "from": "str | None",
        # Exclusive. Null for a lifetime.
        "to": "str | None",
        # What has been counted by now: what is settled or given back late changes the window in
        # which it was reserved.
        "used": "str",
    },
)


class CountedWindows(TypedDict):
    envelopeId: str
    key: str | None
    """The vendor, category, run or request counted apart; null without `per`."""
    windows: list[Window]
    """The oldest first, none from before the limit was made; the last is under way. None for
    `transaction`.
    """


class Average(TypedDict):
    total: str
    windows: int
    """Complete windows in which anything was used; with `transaction` reservations."""
    average: str | None
    """Rounded down: an amount to the smallest unit, a count to two decimals. Null without a
    past.
    """


Past = TypedDict(
    "Past",
    {
        "budgetId": "str",
        "window": "PastWindow",
        "windowDays": "int",
        "scope": "PastScope",
        "timezone": "str",
        "from": "str",
        # Exclusive.
        "to": "str",
        # Money: held, or paid less refunds.
        "amount": "Average",
        # Reservations; null for `transaction`, of which each is one.
        "count": "Average | None",
        # The budget's own envelopes with a relative limit, of whatever window, with the limit in
        # force and the baseline that it was worked out from.
        "envelopes": "list[Envelope]",
    },
)


class BudgetSource(TypedDict):
    priceId: str
    budgetId: str
    """Where it was set."""
    seriesId: str
    """Whose tiers count on: the first price of the item."""


class CatalogueSource(TypedDict):
    catalogue: str
    """The catalogue, with its version."""
    provider: str
    model: str
    """The model as the catalogue names it."""


class CallOutcome(TypedDict):
    type: str
    evidence: Mapping[str, str] | None
    """What proves it."""


class Settleable(TypedDict):
    prefix: str
    """What the token begins with. Its secret follows."""
    revokedAt: str | None
    """Null while it works."""


class Consent(TypedDict):
    by: str
    """The holder."""
    at: str
    comment: str | None
    fingerprint: str | None
    """Of the request that was looked at, where the approver said so."""


class Rejection(TypedDict):
    by: str
    """The holder."""
    at: str
    reason: str


class Approval(TypedDict):
    needed: int
    """How many people have to agree."""
    given: list[Consent]
    """Who has agreed."""
    rejection: Rejection | None
    """Who refused, which is enough."""
    deadline: str
    """Until when they can; then the money goes back."""
    approvers: list[str] | None
    """The holders who may decide; null for anybody but the one who asked."""
    askedBy: str
    """The holder who asked for the reservation, and therefore cannot decide."""
    envelopes: list[str]
    """Because of which envelopes."""
    fingerprint: str | None
    """Of the request: what an approval binds to."""
    ttlSeconds: int
    """How long it is held once it is approved."""


class ClaimedLimit(TypedDict):
    budgetId: str
    budgetName: NotRequired[str]
    """The name of that budget at the decision; absent in entries from before names were
    recorded.
    """
    envelopeId: NotRequired[str]
    envelopeName: NotRequired[str]
    """The name of the envelope at the decision; absent where it has none."""
    exceededBy: NotRequired[str]
    """By how much the cost would go past it."""
    rule: DenialCode


class Claim(TypedDict):
    amount: str
    """What is neither paid nor dropped."""
    at: str
    """When something was claimed last."""
    by: str
    """Who claimed last."""
    final: bool
    """Whether one of the commits was final."""
    limits: list[ClaimedLimit]
    """What was in the way, the last time."""
    limitsOmitted: NotRequired[int]
    """How many more there were."""


class DisputeAnswer(TypedDict):
    at: str
    by: str
    """The holder."""
    externalId: NotRequired[str]
    """How the one who paid back names it; only where the answer says so."""
    reason: str | None
    refunded: str
    """What came back with it: 0 where it was rejected."""


class Answered(TypedDict):
    others: str
    """Asked by others: none of it is asked by others again."""
    payer: str
    """Asked by the holder who reserved: none of it is asked again."""


class Dispute(TypedDict):
    amount: str
    """What is still disputed: 0 once it is over."""
    asked: str
    """What it was about when it was opened."""
    at: str
    """When it was opened."""
    by: str
    """The holder who opened it."""
    ofPayer: NotRequired[Literal[True]]
    """Whether the holder who reserved opened it; only where that is so."""
    reason: str
    state: DisputeState
    """`open`: it waits for a person. `refunded`: all that it was about has come back by refunds
    meanwhile.
    """
    answer: DisputeAnswer | None
    """What a person decided; null where nobody has."""
    answered: NotRequired[Answered]
    """Only where people have answered."""


class ReservedBudget(TypedDict):
    version: int
    """The version of the budget now."""
    available: str
    """What the budget has available now, without what it may draw."""


class ExplainedViolation(TypedDict):
    rule: DenialCode
    budgetId: str
    """The budget whose rule it is."""
    budgetName: NotRequired[str]
    """The name of that budget at the decision; absent in entries from before names were
    recorded.
    """
    envelopeId: NotRequired[str]
    envelopeName: NotRequired[str]
    """The name of the envelope at the decision; absent where it has none."""
    window: NotRequired[EnvelopeWindow]
    metric: NotRequired[EnvelopeMetric]
    key: NotRequired[str]
    """The vendor, category or run that is meant."""
    limit: NotRequired[str]
    used: NotRequired[str]
    requested: NotRequired[str]
    remaining: NotRequired[str]
    exceededBy: NotRequired[str]
    """With a real cost that was recorded all the same: by how much it went past the limit."""
    resetsAt: NotRequired[str]
    """When the window ends; absent where nothing resets by itself."""
    message: str
    """The violation as a sentence, for people. Its wording may change."""


class Reservation(TypedDict):
    id: str
    state: SettlementState
    amount: str
    """What was set aside at first: nothing for a charge."""
    held: str
    """What is still set aside."""
    committed: str
    """What was paid, refunds not taken off."""
    refunded: str
    vendor: str | None
    category: str | None
    runId: str | None
    taskId: str | None
    reason: str | None
    overage: CommitBodyOverage
    createdAt: str
    expiresAt: str
    settledAt: str | None
    """When its hold ended, or the last of its cost was recorded after that; null while it is
    live.
    """
    item: str | None
    """What is bought."""
    price: BudgetSource | CatalogueSource | None
    """The price that it was made under and is paid by; null where callers name amounts."""
    usage: Mapping[str, float] | None
    """What its commits have reported so far."""
    externalId: str | None
    """How the one who was paid named what was settled last."""
    outcome: CallOutcome | None
    """What came of the call, as it was reported last; null where nobody has said."""
    refundExternalId: str | None
    """How the last refund is named that has a name."""
    refundedUsage: Mapping[str, float] | None
    """What of the usage came back with refunds."""
    occurredAt: str | None
    """Of a charge: when its cost happened. Null for what set money aside."""
    onExpiry: SettlementOnExpiry
    """What becomes of what is held when nobody settles it: it goes back, or is paid."""
    settlement: Settleable | None
    """Null for one that was made without a settlement token."""
    approval: Approval | None
    """Null for one that nobody had to approve."""
    claim: Claim | None
    """What a call cost beyond what could be recorded; null where nothing is claimed."""
    dispute: Dispute | None
    """What was said against its payments last, be it over; null where nothing was."""
    overdrawn: str
    """How far its commits went above limits, all in all."""
    budgetId: str
    treeId: str
    remainingTtlMs: int
    """How long it still is held, or waits for approval: needs no synchronised clock. Zero for a
    settled one.
    """
    metadata: Mapping[str, str] | None
    settlementMetadata: Mapping[str, str] | None
    """The labels of its commits and refunds so far, at most 32; of those of one name the latest.
    They come before `metadata`. Null where there are none.
    """
    settlementToken: NotRequired[str | None]
    """Of one that is made with `settleable`: what the seller sends as the bearer token. Shown
    only in the first answer: a repeated request gets null, since only a hash is kept. Null as
    well where you chose the secret: it follows `settlement.prefix`.
    """
    budget: ReservedBudget
    notices: NotRequired[list[ExplainedViolation]]
    """`notify` and `approve` envelopes that were exceeded, and (with `exceededBy`) every limit
    above which a real cost was recorded.
    """


class ReserveBody(TypedDict):
    budgetId: str
    amount: NotRequired[Amount]
    """The most that the call can cost. Required without `usage`."""
    vendor: NotRequired[str | None]
    """Who is paid."""
    category: NotRequired[str | None]
    """What is paid for."""
    item: NotRequired[str | None]
    """What is bought: a model, a tool, an action, an outcome."""
    usage: NotRequired[Mapping[str, float]]
    """Instead of `amount`: the most that the call can use of the item. The service works out
    what it costs, by the price in force for vendor and item.
    """
    runId: NotRequired[str | None]
    """The run that the call belongs to."""
    ttlSeconds: NotRequired[int]
    """How long it is held if nothing happens. Left out: `600`."""
    taskId: NotRequired[str | None]
    reason: NotRequired[str | None]
    context: NotRequired[Mapping[str, object] | None]
    """Anything that helps to understand the call later; kept with the reservation."""
    metadata: NotRequired[Mapping[str, str] | None]
    """Labels that can be listed by."""
    overage: NotRequired[CommitBodyOverage]
    """What a commit above the hold does: take the rest under the same limits, fail whole, or
    record the debt and pause the budget. Left out: `available`.
    """
    onExpiry: NotRequired[SettlementOnExpiry]
    """What becomes of what is held when nobody settles it: it goes back or, of a promise that
    somebody else can cash, it is paid. Left out: `release`.
    """
    settleable: NotRequired[bool]
    """Whether it gets a settlement token, with which somebody else can settle it, up to what is
    held: see `settlementToken` of the answer. Left out: `false`.
    """
    settlementSecretHash: NotRequired[str | None]
    """With `settleable`: the SHA-256 (hexadecimal) of a secret that you chose, 32 random bytes
    as base64url. The token is then `settlement.prefix` of the answer, followed by your
    secret. Left out: the service makes the secret, and shows it once.
    """
    expectedVersion: NotRequired[int | None]
    """Act only if the budget is at this version, so that the balance is the one that was seen."""


class WrittenEndedReservation(TypedDict):
    id: str
    state: WrittenEndedReservationState
    amount: str
    """What was set aside at first: nothing for a charge."""
    held: str
    """What is still set aside."""
    committed: str
    """What was paid, refunds not taken off."""
    refunded: str
    vendor: str | None
    category: str | None
    runId: str | None
    taskId: str | None
    reason: str | None
    overage: CommitBodyOverage
    createdAt: str
    expiresAt: str
    settledAt: str | None
    """When its hold ended, or the last of its cost was recorded after that; null while it is
    live.
    """
    item: str | None
    """What is bought."""
    price: BudgetSource | CatalogueSource | None
    """The price that it was made under and is paid by; null where callers name amounts."""
    usage: Mapping[str, float] | None
    """What its commits have reported so far."""
    externalId: str | None
    """How the one who was paid named what was settled last."""
    outcome: CallOutcome | None
    """What came of the call, as it was reported last; null where nobody has said."""
    refundExternalId: str | None
    """How the last refund is named that has a name."""
    refundedUsage: Mapping[str, float] | None
    """What of the usage came back with refunds."""
    occurredAt: str | None
    """Of a charge: when its cost happened. Null for what set money aside."""
    onExpiry: SettlementOnExpiry
    """What becomes of what is held when nobody settles it: it goes back, or is paid."""
    settlement: Settleable | None
    """Null for one that was made without a settlement token."""
    approval: Approval | None
    """Null for one that nobody had to approve."""
    claim: Claim | None
    """What a call cost beyond what could be recorded; null where nothing is claimed."""
    dispute: Dispute | None
    """What was said against its payments last, be it over; null where nothing was."""
    overdrawn: str
    """How far its commits went above limits, all in all."""
    budgetId: str
    treeId: str
    remainingTtlMs: int
    """How long it still is held, or waits for approval: needs no synchronised clock. Zero for a
    settled one.
    """
    metadata: Mapping[str, str] | None
    settlementMetadata: Mapping[str, str] | None
    """The labels of its commits and refunds so far, at most 32; of those of one name the latest.
    They come before `metadata`. Null where there are none.
    """
    settlementToken: NotRequired[str | None]
    """Of one that is made with `settleable`: what the seller sends as the bearer token. Shown
    only in the first answer: a repeated request gets null, since only a hash is kept. Null as
    well where you chose the secret: it follows `settlement.prefix`.
    """
    budget: ReservedBudget
    notices: NotRequired[list[ExplainedViolation]]
    """`notify` and `approve` envelopes that were exceeded, and (with `exceededBy`) every limit
    above which a real cost was recorded.
    """
    replay: NotRequired[WrittenEndedReservationReplay]
    """Where the request repeats an earlier one with the same key. Everything else is as it is
    now; this is what was answered first.
    """


class WrittenHeldReservation(TypedDict):
    id: str
    state: Literal["held"]
    amount: str
    """What was set aside at first: nothing for a charge."""
    held: str
    """What is still set aside."""
    committed: str
    """What was paid, refunds not taken off."""
    refunded: str
    vendor: str | None
    category: str | None
    runId: str | None
    taskId: str | None
    reason: str | None
    overage: CommitBodyOverage
    createdAt: str
    expiresAt: str
    settledAt: str | None
    """When its hold ended, or the last of its cost was recorded after that; null while it is
    live.
    """
    item: str | None
    """What is bought."""
    price: BudgetSource | CatalogueSource | None
    """The price that it was made under and is paid by; null where callers name amounts."""
    usage: Mapping[str, float] | None
    """What its commits have reported so far."""
    externalId: str | None
    """How the one who was paid named what was settled last."""
    outcome: CallOutcome | None
    """What came of the call, as it was reported last; null where nobody has said."""
    refundExternalId: str | None
    """How the last refund is named that has a name."""
    refundedUsage: Mapping[str, float] | None
    """What of the usage came back with refunds."""
    occurredAt: str | None
    """Of a charge: when its cost happened. Null for what set money aside."""
    onExpiry: SettlementOnExpiry
    """What becomes of what is held when nobody settles it: it goes back, or is paid."""
    settlement: Settleable | None
    """Null for one that was made without a settlement token."""
    approval: Approval | None
    """Null for one that nobody had to approve."""
    claim: Claim | None
    """What a call cost beyond what could be recorded; null where nothing is claimed."""
    dispute: Dispute | None
    """What was said against its payments last, be it over; null where nothing was."""
    overdrawn: str
    """How far its commits went above limits, all in all."""
    budgetId: str
    treeId: str
    remainingTtlMs: int
    """How long it still is held, or waits for approval: needs no synchronised clock. Zero for a
    settled one.
    """
    metadata: Mapping[str, str] | None
    settlementMetadata: Mapping[str, str] | None
    """The labels of its commits and refunds so far, at most 32; of those of one name the latest.
    They come before `metadata`. Null where there are none.
    """
    settlementToken: NotRequired[str | None]
    """Of one that is made with `settleable`: what the seller sends as the bearer token. Shown
    only in the first answer: a repeated request gets null, since only a hash is kept. Null as
    well where you chose the secret: it follows `settlement.prefix`.
    """
    budget: ReservedBudget
    notices: NotRequired[list[ExplainedViolation]]
    """`notify` and `approve` envelopes that were exceeded, and (with `exceededBy`) every limit
    above which a real cost was recorded.
    """
    replay: NotRequired[WrittenEndedReservationReplay]
    """Where the request repeats an earlier one with the same key. Everything else is as it is
    now; this is what was answered first.
    """


class WrittenPendingReservation(TypedDict):
    id: str
    state: Literal["pending_approval"]
    amount: str
    """What was set aside at first: nothing for a charge."""
    held: str
    """What is still set aside."""
    committed: str
    """What was paid, refunds not taken off."""
    refunded: str
    vendor: str | None
    category: str | None
    runId: str | None
    taskId: str | None
    reason: str | None
    overage: CommitBodyOverage
    createdAt: str
    expiresAt: str
    settledAt: str | None
    """When its hold ended, or the last of its cost was recorded after that; null while it is
    live.
    """
    item: str | None
    """What is bought."""
    price: BudgetSource | CatalogueSource | None
    """The price that it was made under and is paid by; null where callers name amounts."""
    usage: Mapping[str, float] | None
    """What its commits have reported so far."""
    externalId: str | None
    """How the one who was paid named what was settled last."""
    outcome: CallOutcome | None
    """What came of the call, as it was reported last; null where nobody has said."""
    refundExternalId: str | None
    """How the last refund is named that has a name."""
    refundedUsage: Mapping[str, float] | None
    """What of the usage came back with refunds."""
    occurredAt: str | None
    """Of a charge: when its cost happened. Null for what set money aside."""
    onExpiry: SettlementOnExpiry
    """What becomes of what is held when nobody settles it: it goes back, or is paid."""
    settlement: Settleable | None
    """Null for one that was made without a settlement token."""
    approval: Approval
    """Who is asked, and until when."""
    claim: Claim | None
    """What a call cost beyond what could be recorded; null where nothing is claimed."""
    dispute: Dispute | None
    """What was said against its payments last, be it over; null where nothing was."""
    overdrawn: str
    """How far its commits went above limits, all in all."""
    budgetId: str
    treeId: str
    remainingTtlMs: int
    """How long it still is held, or waits for approval: needs no synchronised clock. Zero for a
    settled one.
    """
    metadata: Mapping[str, str] | None
    settlementMetadata: Mapping[str, str] | None
    """The labels of its commits and refunds so far, at most 32; of those of one name the latest.
    They come before `metadata`. Null where there are none.
    """
    settlementToken: NotRequired[str | None]
    """Of one that is made with `settleable`: what the seller sends as the bearer token. Shown
    only in the first answer: a repeated request gets null, since only a hash is kept. Null as
    well where you chose the secret: it follows `settlement.prefix`.
    """
    budget: ReservedBudget
    notices: NotRequired[list[ExplainedViolation]]
    """`notify` and `approve` envelopes that were exceeded, and (with `exceededBy`) every limit
    above which a real cost was recorded.
    """
    replay: NotRequired[WrittenEndedReservationReplay]
    """Where the request repeats an earlier one with the same key. Everything else is as it is
    now; this is what was answered first.
    """


class NamedApproval(TypedDict):
    needed: int
    """How many people have to agree."""
    given: list[Consent]
    """Who has agreed."""
    rejection: Rejection | None
    """Who refused, which is enough."""
    deadline: str
    """Until when they can; then the money goes back."""
    approvers: list[str] | None
    """The holders who may decide; null for anybody but the one who asked."""
    askedBy: str
    """The holder who asked for the reservation, and therefore cannot decide."""
    envelopes: list[str]
    """Because of which envelopes."""
    fingerprint: str | None
    """Of the request: what an approval binds to."""
    ttlSeconds: int
    """How long it is held once it is approved."""
    envelopeNames: list[str | None]
    """What these envelopes are called now, in the same order; null for one without a name."""


class CountingEnvelope(TypedDict):
    id: str
    budgetId: str
    fromAbove: NotRequired[Literal[True]]
    """Only where it is so: made by somebody who reaches above the budget, and theirs to change."""
    name: str | None
    window: EnvelopeWindow
    timezone: str | None
    """Null: the tree's."""
    metric: EnvelopeMetric
    limit: str
    """The one in force: decimal text, or a whole number as text for the metrics count and
    denials.
    """
    per: EnvelopePer | None
    scope: PastScope
    onExceed: EnvelopeOnExceed
    relative: NotRequired[Relative]
    """Of a limit that follows the past."""
    baseline: NotRequired[Baseline | None]
    """With `relative`: the past that the limit in force was worked out from; null if there was
    none.
    """
    usage: Usage | None
    """The counter that the reservation is in, of the window in which it was made; null where
    there is none.
    """


class ReservationItem(TypedDict):
    id: str
    state: SettlementState
    amount: str
    """What was set aside at first: nothing for a charge."""
    held: str
    """What is still set aside."""
    committed: str
    """What was paid, refunds not taken off."""
    refunded: str
    vendor: str | None
    category: str | None
    runId: str | None
    taskId: str | None
    reason: str | None
    overage: CommitBodyOverage
    createdAt: str
    expiresAt: str
    settledAt: str | None
    """When its hold ended, or the last of its cost was recorded after that; null while it is
    live.
    """
    item: str | None
    """What is bought."""
    price: BudgetSource | CatalogueSource | None
    """The price that it was made under and is paid by; null where callers name amounts."""
    usage: Mapping[str, float] | None
    """What its commits have reported so far."""
    externalId: str | None
    """How the one who was paid named what was settled last."""
    outcome: CallOutcome | None
    """What came of the call, as it was reported last; null where nobody has said."""
    refundExternalId: str | None
    """How the last refund is named that has a name."""
    refundedUsage: Mapping[str, float] | None
    """What of the usage came back with refunds."""
    occurredAt: str | None
    """Of a charge: when its cost happened. Null for what set money aside."""
    onExpiry: SettlementOnExpiry
    """What becomes of what is held when nobody settles it: it goes back, or is paid."""
    settlement: Settleable | None
    """Null for one that was made without a settlement token."""
    claim: Claim | None
    """What a call cost beyond what could be recorded; null where nothing is claimed."""
    dispute: Dispute | None
    """What was said against its payments last, be it over; null where nothing was."""
    overdrawn: str
    """How far its commits went above limits, all in all."""
    budgetId: str
    treeId: str
    remainingTtlMs: int
    """How long it still is held, or waits for approval: needs no synchronised clock. Zero for a
    settled one.
    """
    budgetName: str
    """The name of its budget now."""
    approval: NamedApproval | None
    """Null for one that nobody had to approve."""
    budget: NotRequired[BudgetItem]
    """With expand=budget."""
    envelopes: NotRequired[list[CountingEnvelope]]
    """With expand=envelopes: those in force that asked people, and then those that counted it,
    as far as they lie in the reach of the key.
    """
    metadata: NotRequired[Mapping[str, str] | None]
    """With expand=metadata."""
    settlementMetadata: NotRequired[Mapping[str, str] | None]
    """The labels of its commits and refunds so far, at most 32; of those of one name the latest.
    They come before `metadata`. Null where there are none.
    """


class ReservationPage(TypedDict):
    items: list[ReservationItem]
    nextCursor: str | None
    """Null on the last page."""


class ReservationDetails(TypedDict):
    id: str
    state: SettlementState
    amount: str
    """What was set aside at first: nothing for a charge."""
    held: str
    """What is still set aside."""
    committed: str
    """What was paid, refunds not taken off."""
    refunded: str
    vendor: str | None
    category: str | None
    runId: str | None
    taskId: str | None
    reason: str | None
    overage: CommitBodyOverage
    createdAt: str
    expiresAt: str
    settledAt: str | None
    """When its hold ended, or the last of its cost was recorded after that; null while it is
    live.
    """
    item: str | None
    """What is bought."""
    price: BudgetSource | CatalogueSource | None
    """The price that it was made under and is paid by; null where callers name amounts."""
    usage: Mapping[str, float] | None
    """What its commits have reported so far."""
    externalId: str | None
    """How the one who was paid named what was settled last."""
    outcome: CallOutcome | None
    """What came of the call, as it was reported last; null where nobody has said."""
    refundExternalId: str | None
    """How the last refund is named that has a name."""
    refundedUsage: Mapping[str, float] | None
    """What of the usage came back with refunds."""
    occurredAt: str | None
    """Of a charge: when its cost happened. Null for what set money aside."""
    onExpiry: SettlementOnExpiry
    """What becomes of what is held when nobody settles it: it goes back, or is paid."""
    settlement: Settleable | None
    """Null for one that was made without a settlement token."""
    claim: Claim | None
    """What a call cost beyond what could be recorded; null where nothing is claimed."""
    dispute: Dispute | None
    """What was said against its payments last, be it over; null where nothing was."""
    overdrawn: str
    """How far its commits went above limits, all in all."""
    budgetId: str
    treeId: str
    remainingTtlMs: int
    """How long it still is held, or waits for approval: needs no synchronised clock. Zero for a
    settled one.
    """
    budgetName: str
    """The name of its budget now."""
    approval: NamedApproval | None
    """Null for one that nobody had to approve."""
    budget: NotRequired[BudgetItem]
    """With expand=budget."""
    envelopes: NotRequired[list[CountingEnvelope]]
    """With expand=envelopes: those in force that asked people, and then those that counted it,
    as far as they lie in the reach of the key.
    """
    metadata: Mapping[str, str] | None
    settlementMetadata: Mapping[str, str] | None
    """The labels of its commits and refunds so far, at most 32; of those of one name the latest.
    They come before `metadata`. Null where there are none.
    """
    context: Mapping[str, object] | None
    charges: list[str]
    """The counters it was charged to, and in which it settles."""


class BatchReserve(TypedDict):
    budgetId: str
    amount: NotRequired[Amount]
    """The most that the call can cost. Required without `usage`."""
    vendor: NotRequired[str | None]
    """Who is paid."""
    category: NotRequired[str | None]
    """What is paid for."""
    item: NotRequired[str | None]
    """What is bought: a model, a tool, an action, an outcome."""
    usage: NotRequired[Mapping[str, float]]
    """Instead of `amount`: the most that the call can use of the item. The service works out
    what it costs, by the price in force for vendor and item.
    """
    runId: NotRequired[str | None]
    """The run that the call belongs to."""
    ttlSeconds: NotRequired[int]
    """How long it is held if nothing happens. Left out: `600`."""
    taskId: NotRequired[str | None]
    reason: NotRequired[str | None]
    context: NotRequired[Mapping[str, object] | None]
    """Anything that helps to understand the call later; kept with the reservation."""
    metadata: NotRequired[Mapping[str, str] | None]
    """Labels that can be listed by."""
    overage: NotRequired[CommitBodyOverage]
    """What a commit above the hold does: take the rest under the same limits, fail whole, or
    record the debt and pause the budget. Left out: `available`.
    """
    onExpiry: NotRequired[SettlementOnExpiry]
    """What becomes of what is held when nobody settles it: it goes back or, of a promise that
    somebody else can cash, it is paid. Left out: `release`.
    """
    settleable: NotRequired[bool]
    """Whether it gets a settlement token, with which somebody else can settle it, up to what is
    held: see `settlementToken` of the answer. Left out: `false`.
    """
    settlementSecretHash: NotRequired[str | None]
    """With `settleable`: the SHA-256 (hexadecimal) of a secret that you chose, 32 random bytes
    as base64url. The token is then `settlement.prefix` of the answer, followed by your
    secret. Left out: the service makes the secret, and shows it once.
    """
    expectedVersion: NotRequired[int | None]
    """Act only if the budget is at this version, so that the balance is the one that was seen."""
    type: Literal["reserve"]
    idempotencyKey: str
    """What the Idempotency-Key header is to a single request."""


class CallOutcomeBody(TypedDict):
    type: str
    """What it was, by a name of your own."""
    evidence: NotRequired[Mapping[str, str] | None]
    """What proves it, as texts by name: an address, a hash, an id. It is kept, and not looked
    at.
    """


class BatchCharge(TypedDict):
    amount: NotRequired[Amount]
    """What it did cost. Required without `usage`."""
    vendor: str
    """Who was paid."""
    category: NotRequired[str | None]
    """What was paid for."""
    item: NotRequired[str | None]
    """What was bought: a model, a tool, an action, an outcome."""
    usage: NotRequired[Mapping[str, float]]
    """What was used of the item. Without `amount` the service works out what it cost, by the
    price that was in force when it happened; beside an amount it is kept as evidence.
    """
    runId: NotRequired[str | None]
    """The run that it belongs to."""
    taskId: NotRequired[str | None]
    externalId: NotRequired[str | None]
    """How the vendor names it: the id of a request, a line of an invoice, the hash of a
    transaction. In a tree it is charged once.
    """
    outcome: NotRequired[CallOutcomeBody | None]
    """What came of the call."""
    occurredAt: NotRequired[str | None]
    """When it happened: at most 400 days ago. Left out: now."""
    reason: NotRequired[str | None]
    metadata: NotRequired[Mapping[str, str] | None]
    """Labels that can be listed by."""
    overage: NotRequired[ChargeBodyOverage]
    """The cost has happened (`overdraft`): it is recorded whatever it passes, as far as the key
    may do that, and claimed beyond. Or it is asked about (`available`): denied where a limit
    is in the way. Left out: `overdraft`.
    """
    expectedVersion: NotRequired[int | None]
    """Act only if the budget is at this version, so that the balance is the one that was seen."""
    type: Literal["charge"]
    idempotencyKey: str
    """What the Idempotency-Key header is to a single request."""
    budgetId: str


class BatchCommit(TypedDict):
    reason: NotRequired[str | None]
    expectedVersion: NotRequired[int | None]
    """Act only if the budget is at this version, so that the balance is the one that was seen."""
    amount: NotRequired[Amount]
    """What the call, or this part of it, did cost. Required without `total` and without `usage`;
    of a reservation that was made by usage, its cost follows from usage.
    """
    total: NotRequired[Amount]
    """Instead of `amount`: what the whole call has cost so far. It may be repeated, and come
    late: what was paid is not paid twice.
    """
    usage: NotRequired[Mapping[str, float]]
    """What the call, or this part of it, used."""
    totalUsage: NotRequired[Mapping[str, float]]
    """Instead of `usage`: what the whole call has used so far. It may be repeated, and come
    late.
    """
    externalId: NotRequired[str | None]
    """How the one who is paid names the call: the id of their request, the hash of a
    transaction.
    """
    outcome: NotRequired[CallOutcomeBody | None]
    """What came of the call. A later commit can say it again: the last one counts."""
    metadata: NotRequired[Mapping[str, str] | None]
    """Labels of this settlement. They come before those of the reservation, hold for later
    settlements too until one says otherwise, and can be listed by.
    """
    final: NotRequired[bool]
    """Whether the rest of the hold is given back; false keeps it for further commits. Left out:
    `true`.
    """
    overage: NotRequired[CommitBodyOverage | None]
    """Left out: as the reservation says."""
    type: Literal["commit"]
    idempotencyKey: str
    """What the Idempotency-Key header is to a single request."""
    reservationId: str


class BatchRelease(TypedDict):
    reason: NotRequired[str | None]
    expectedVersion: NotRequired[int | None]
    """Act only if the budget is at this version, so that the balance is the one that was seen."""
    type: Literal["release"]
    idempotencyKey: str
    """What the Idempotency-Key header is to a single request."""
    reservationId: str


class BatchExtend(TypedDict):
    reason: NotRequired[str | None]
    expectedVersion: NotRequired[int | None]
    """Act only if the budget is at this version, so that the balance is the one that was seen."""
    ttlSeconds: int
    """How long, from now, it is held at least."""
    type: Literal["extend"]
    idempotencyKey: str
    """What the Idempotency-Key header is to a single request."""
    reservationId: str


class BatchRefund(TypedDict):
    reason: NotRequired[str | None]
    expectedVersion: NotRequired[int | None]
    """Act only if the budget is at this version, so that the balance is the one that was seen."""
    amount: Amount
    """How much of what was paid came back."""
    usage: NotRequired[Mapping[str, float]]
    """What of the reported usage came back with it: no more of a unit than commits have
    reported. It is taken off the usage of spend; the amount is yours to say, and tiers stay
    where they are.
    """
    externalId: NotRequired[str | None]
    """How the one who pays back names the refund: the id of a credit, the hash of a transaction."""
    metadata: NotRequired[Mapping[str, str] | None]
    """Labels of this settlement. They come before those of the reservation, hold for later
    settlements too until one says otherwise, and can be listed by.
    """
    type: Literal["refund"]
    idempotencyKey: str
    """What the Idempotency-Key header is to a single request."""
    reservationId: str


class BatchSettleClaim(TypedDict):
    reason: NotRequired[str | None]
    expectedVersion: NotRequired[int | None]
    """Act only if the budget is at this version, so that the balance is the one that was seen."""
    amount: NotRequired[Amount | None]
    """How much of it is paid. Left out: all that is claimed."""
    type: Literal["claim_settle"]
    idempotencyKey: str
    """What the Idempotency-Key header is to a single request."""
    reservationId: str


class BatchDismissClaim(TypedDict):
    reason: str
    """Kept in the journal."""
    expectedVersion: NotRequired[int | None]
    """Act only if the budget is at this version, so that the balance is the one that was seen."""
    type: Literal["claim_dismiss"]
    idempotencyKey: str
    """What the Idempotency-Key header is to a single request."""
    reservationId: str


class BatchBody(TypedDict):
    commands: (
        list[
            BatchReserve
            | BatchCharge
            | BatchCommit
            | BatchRelease
            | BatchExtend
            | BatchRefund
            | BatchSettleClaim
            | BatchDismissClaim
        ]
    )
    """Decided in this order; the denial of one does not keep the others from passing."""


class WrittenReservation(TypedDict):
    id: str
    state: SettlementState
    amount: str
    """What was set aside at first: nothing for a charge."""
    held: str
    """What is still set aside."""
    committed: str
    """What was paid, refunds not taken off."""
    refunded: str
    vendor: str | None
    category: str | None
    runId: str | None
    taskId: str | None
    reason: str | None
    overage: CommitBodyOverage
    createdAt: str
    expiresAt: str
    settledAt: str | None
    """When its hold ended, or the last of its cost was recorded after that; null while it is
    live.
    """
    item: str | None
    """What is bought."""
    price: BudgetSource | CatalogueSource | None
    """The price that it was made under and is paid by; null where callers name amounts."""
    usage: Mapping[str, float] | None
    """What its commits have reported so far."""
    externalId: str | None
    """How the one who was paid named what was settled last."""
    outcome: CallOutcome | None
    """What came of the call, as it was reported last; null where nobody has said."""
    refundExternalId: str | None
    """How the last refund is named that has a name."""
    refundedUsage: Mapping[str, float] | None
    """What of the usage came back with refunds."""
    occurredAt: str | None
    """Of a charge: when its cost happened. Null for what set money aside."""
    onExpiry: SettlementOnExpiry
    """What becomes of what is held when nobody settles it: it goes back, or is paid."""
    settlement: Settleable | None
    """Null for one that was made without a settlement token."""
    approval: Approval | None
    """Null for one that nobody had to approve."""
    claim: Claim | None
    """What a call cost beyond what could be recorded; null where nothing is claimed."""
    dispute: Dispute | None
    """What was said against its payments last, be it over; null where nothing was."""
    overdrawn: str
    """How far its commits went above limits, all in all."""
    budgetId: str
    treeId: str
    remainingTtlMs: int
    """How long it still is held, or waits for approval: needs no synchronised clock. Zero for a
    settled one.
    """
    metadata: Mapping[str, str] | None
    settlementMetadata: Mapping[str, str] | None
    """The labels of its commits and refunds so far, at most 32; of those of one name the latest.
    They come before `metadata`. Null where there are none.
    """
    settlementToken: NotRequired[str | None]
    """Of one that is made with `settleable`: what the seller sends as the bearer token. Shown
    only in the first answer: a repeated request gets null, since only a hash is kept. Null as
    well where you chose the secret: it follows `settlement.prefix`.
    """
    budget: ReservedBudget
    notices: NotRequired[list[ExplainedViolation]]
    """`notify` and `approve` envelopes that were exceeded, and (with `exceededBy`) every limit
    above which a real cost was recorded.
    """
    replay: NotRequired[WrittenEndedReservationReplay]
    """Where the request repeats an earlier one with the same key. Everything else is as it is
    now; this is what was answered first.
    """


class BatchAccepted(TypedDict):
    outcome: Literal["accepted"]
    status: Literal[200, 201, 202]
    """As the single route would have answered."""
    replayed: bool
    """Whether this is the answer to an earlier command with the same key."""
    body: WrittenReservation


class FieldError(TypedDict):
    field: str
    """A path into the body, a parameter or a header; empty for the whole body."""
    rule: str
    """The rule that is broken."""
    message: str


class Problem(TypedDict):
    type: str
    """Resolves to the page of this problem in the docs."""
    title: str
    status: int
    detail: str
    """What was wrong this time."""
    code: ProblemCode
    """Stable: what programs go by."""
    requestId: str
    """The X-Request-Id of the answer."""
    errors: NotRequired[list[FieldError]]
    """With `validation_failed`: what is wrong."""
    violations: NotRequired[list[ExplainedViolation]]
    """With a denial: the rules in the way on the whole path to the root, at most 20 of them."""
    violationsOmitted: NotRequired[int]
    """How many more rules are in the way than the 20 that are listed; absent where there are
    none.
    """
    largestAdmissible: NotRequired[str]
    """With a denial: the largest amount that would pass now."""
    retryAt: NotRequired[str | None]
    """With a denial: when the request as made would pass if nothing else happened; null for
    never.
    """
    retryAfterSeconds: NotRequired[int]
    """The same in seconds, as the header Retry-After; with every 429 and 503."""
    field: NotRequired[str]
    """The field at fault."""
    acceptable: NotRequired[str]
    """The value of `field` that would be accepted."""
    reservationId: NotRequired[str]
    """With `charge_exists`: the reservation that has the name, where the key reaches it."""
    until: NotRequired[str]
    """With `dispute_too_late`: when the time was over."""
    action: NotRequired[str]
    """With `forbidden`: what the key would have to allow."""
    scope: NotRequired[str]
    """With `forbidden`: the scope of the key that is in the way."""
    current: NotRequired[int]
    """The current revision or version."""


class BatchProblem(TypedDict):
    outcome: Literal["problem"]
    status: int
    """As the single route would have answered."""
    body: Problem


class BatchResults(TypedDict):
    results: list[BatchAccepted | BatchProblem]
    """One for each command, in the same order."""


class CommitBody(TypedDict):
    reason: NotRequired[str | None]
    expectedVersion: NotRequired[int | None]
    """Act only if the budget is at this version, so that the balance is the one that was seen."""
    amount: NotRequired[Amount]
    """What the call, or this part of it, did cost. Required without `total` and without `usage`;
    of a reservation that was made by usage, its cost follows from usage.
    """
    total: NotRequired[Amount]
    """Instead of `amount`: what the whole call has cost so far. It may be repeated, and come
    late: what was paid is not paid twice.
    """
    usage: NotRequired[Mapping[str, float]]
    """What the call, or this part of it, used."""
    totalUsage: NotRequired[Mapping[str, float]]
    """Instead of `usage`: what the whole call has used so far. It may be repeated, and come
    late.
    """
    externalId: NotRequired[str | None]
    """How the one who is paid names the call: the id of their request, the hash of a
    transaction.
    """
    outcome: NotRequired[CallOutcomeBody | None]
    """What came of the call. A later commit can say it again: the last one counts."""
    metadata: NotRequired[Mapping[str, str] | None]
    """Labels of this settlement. They come before those of the reservation, hold for later
    settlements too until one says otherwise, and can be listed by.
    """
    final: NotRequired[bool]
    """Whether the rest of the hold is given back; false keeps it for further commits. Left out:
    `true`.
    """
    overage: NotRequired[CommitBodyOverage | None]
    """Left out: as the reservation says."""


class WrittenClaimedReservation(TypedDict):
    id: str
    state: SettlementState
    amount: str
    """What was set aside at first: nothing for a charge."""
    held: str
    """What is still set aside."""
    committed: str
    """What was paid, refunds not taken off."""
    refunded: str
    vendor: str | None
    category: str | None
    runId: str | None
    taskId: str | None
    reason: str | None
    overage: CommitBodyOverage
    createdAt: str
    expiresAt: str
    settledAt: str | None
    """When its hold ended, or the last of its cost was recorded after that; null while it is
    live.
    """
    item: str | None
    """What is bought."""
    price: BudgetSource | CatalogueSource | None
    """The price that it was made under and is paid by; null where callers name amounts."""
    usage: Mapping[str, float] | None
    """What its commits have reported so far."""
    externalId: str | None
    """How the one who was paid named what was settled last."""
    outcome: CallOutcome | None
    """What came of the call, as it was reported last; null where nobody has said."""
    refundExternalId: str | None
    """How the last refund is named that has a name."""
    refundedUsage: Mapping[str, float] | None
    """What of the usage came back with refunds."""
    occurredAt: str | None
    """Of a charge: when its cost happened. Null for what set money aside."""
    onExpiry: SettlementOnExpiry
    """What becomes of what is held when nobody settles it: it goes back, or is paid."""
    settlement: Settleable | None
    """Null for one that was made without a settlement token."""
    approval: Approval | None
    """Null for one that nobody had to approve."""
    claim: Claim
    """What could not be recorded."""
    dispute: Dispute | None
    """What was said against its payments last, be it over; null where nothing was."""
    overdrawn: str
    """How far its commits went above limits, all in all."""
    budgetId: str
    treeId: str
    remainingTtlMs: int
    """How long it still is held, or waits for approval: needs no synchronised clock. Zero for a
    settled one.
    """
    metadata: Mapping[str, str] | None
    settlementMetadata: Mapping[str, str] | None
    """The labels of its commits and refunds so far, at most 32; of those of one name the latest.
    They come before `metadata`. Null where there are none.
    """
    settlementToken: NotRequired[str | None]
    """Of one that is made with `settleable`: what the seller sends as the bearer token. Shown
    only in the first answer: a repeated request gets null, since only a hash is kept. Null as
    well where you chose the secret: it follows `settlement.prefix`.
    """
    budget: ReservedBudget
    notices: NotRequired[list[ExplainedViolation]]
    """`notify` and `approve` envelopes that were exceeded, and (with `exceededBy`) every limit
    above which a real cost was recorded.
    """
    replay: NotRequired[WrittenEndedReservationReplay]
    """Where the request repeats an earlier one with the same key. Everything else is as it is
    now; this is what was answered first.
    """


class ReleaseBody(TypedDict):
    reason: NotRequired[str | None]
    expectedVersion: NotRequired[int | None]
    """Act only if the budget is at this version, so that the balance is the one that was seen."""


class ExtendBody(TypedDict):
    reason: NotRequired[str | None]
    expectedVersion: NotRequired[int | None]
    """Act only if the budget is at this version, so that the balance is the one that was seen."""
    ttlSeconds: int
    """How long, from now, it is held at least."""


class RefundBody(TypedDict):
    reason: NotRequired[str | None]
    expectedVersion: NotRequired[int | None]
    """Act only if the budget is at this version, so that the balance is the one that was seen."""
    amount: Amount
    """How much of what was paid came back."""
    usage: NotRequired[Mapping[str, float]]
    """What of the reported usage came back with it: no more of a unit than commits have
    reported. It is taken off the usage of spend; the amount is yours to say, and tiers stay
    where they are.
    """
    externalId: NotRequired[str | None]
    """How the one who pays back names the refund: the id of a credit, the hash of a transaction."""
    metadata: NotRequired[Mapping[str, str] | None]
    """Labels of this settlement. They come before those of the reservation, hold for later
    settlements too until one says otherwise, and can be listed by.
    """


class ChargeBody(TypedDict):
    amount: NotRequired[Amount]
    """What it did cost. Required without `usage`."""
    vendor: str
    """Who was paid."""
    category: NotRequired[str | None]
    """What was paid for."""
    item: NotRequired[str | None]
    """What was bought: a model, a tool, an action, an outcome."""
    usage: NotRequired[Mapping[str, float]]
    """What was used of the item. Without `amount` the service works out what it cost, by the
    price that was in force when it happened; beside an amount it is kept as evidence.
    """
    runId: NotRequired[str | None]
    """The run that it belongs to."""
    taskId: NotRequired[str | None]
    externalId: NotRequired[str | None]
    """How the vendor names it: the id of a request, a line of an invoice, the hash of a
    transaction. In a tree it is charged once.
    """
    outcome: NotRequired[CallOutcomeBody | None]
    """What came of the call."""
    occurredAt: NotRequired[str | None]
    """When it happened: at most 400 days ago. Left out: now."""
    reason: NotRequired[str | None]
    metadata: NotRequired[Mapping[str, str] | None]
    """Labels that can be listed by."""
    overage: NotRequired[ChargeBodyOverage]
    """The cost has happened (`overdraft`): it is recorded whatever it passes, as far as the key
    may do that, and claimed beyond. Or it is asked about (`available`): denied where a limit
    is in the way. Left out: `overdraft`.
    """
    expectedVersion: NotRequired[int | None]
    """Act only if the budget is at this version, so that the balance is the one that was seen."""


class SettleClaimBody(TypedDict):
    reason: NotRequired[str | None]
    expectedVersion: NotRequired[int | None]
    """Act only if the budget is at this version, so that the balance is the one that was seen."""
    amount: NotRequired[Amount | None]
    """How much of it is paid. Left out: all that is claimed."""


class DismissClaimBody(TypedDict):
    reason: str
    """Kept in the journal."""
    expectedVersion: NotRequired[int | None]
    """Act only if the budget is at this version, so that the balance is the one that was seen."""


class OpenDisputeBody(TypedDict):
    amount: NotRequired[Amount | None]
    """How much of it should come back. Left out: all that was paid, has not come back, and was
    not answered before.
    """
    reason: str
    """Kept with the reservation."""
    expectedVersion: NotRequired[int | None]
    """Act only if the budget is at this version, so that the balance is the one that was seen."""


class UpholdDisputeBody(TypedDict):
    openedAt: NotRequired[str | None]
    """The `at` of the dispute that was seen: that one is answered, and no other that was opened
    meanwhile. Without it `expectedVersion` has to be given.
    """
    expectedVersion: NotRequired[int | None]
    """Act only if the budget is at this version, so that the dispute is the one that was seen.
    Without it `openedAt` has to be given.
    """
    amount: NotRequired[Amount | None]
    """How much comes back. Left out: all that is still disputed."""
    externalId: NotRequired[str | None]
    """How the one who pays back names it, such as the id of a credit note: as the name of a
    refund.
    """
    reason: NotRequired[str | None]


class RejectDisputeBody(TypedDict):
    openedAt: NotRequired[str | None]
    """The `at` of the dispute that was seen: that one is answered, and no other that was opened
    meanwhile. Without it `expectedVersion` has to be given.
    """
    expectedVersion: NotRequired[int | None]
    """Act only if the budget is at this version, so that the dispute is the one that was seen.
    Without it `openedAt` has to be given.
    """
    reason: str
    """Kept with the reservation."""


class Settlement(TypedDict):
    reservationId: str
    state: SettlementState
    """Only what is `held` can be settled. `pending_approval` waits for people, and may come to
    be held.
    """
    currency: str
    amount: str
    """What was set aside at first."""
    held: str
    """What is still set aside: the most that can be paid."""
    committed: str
    """What was paid."""
    vendor: str | None
    """Whom it is for."""
    item: str | None
    """What for."""
    onExpiry: SettlementOnExpiry
    """What becomes of what is held when nobody settles it."""
    expiresAt: str
    remainingTtlMs: int
    """How long it still is held: needs no synchronised clock. Zero for a settled one."""
    settledAt: str | None


class PayeeCommitBody(TypedDict):
    reason: NotRequired[str | None]
    amount: NotRequired[Amount]
    """What it, or this part of it, did cost: at most what is held. Of what was reserved by
    usage, say `usage`.
    """
    usage: NotRequired[Mapping[str, float]]
    """What it, or this part of it, used."""
    externalId: NotRequired[str | None]
    """How you name it: the id of your order, the hash of a transaction."""
    outcome: NotRequired[CallOutcomeBody | None]
    """What came of it."""
    final: NotRequired[bool]
    """Whether the rest of the hold is given back; false keeps it for further commits. Left out:
    `true`.
    """


class WrittenSettlement(TypedDict):
    reservationId: str
    state: SettlementState
    """Only what is `held` can be settled. `pending_approval` waits for people, and may come to
    be held.
    """
    currency: str
    amount: str
    """What was set aside at first."""
    held: str
    """What is still set aside: the most that can be paid."""
    committed: str
    """What was paid."""
    vendor: str | None
    """Whom it is for."""
    item: str | None
    """What for."""
    onExpiry: SettlementOnExpiry
    """What becomes of what is held when nobody settles it."""
    expiresAt: str
    remainingTtlMs: int
    """How long it still is held: needs no synchronised clock. Zero for a settled one."""
    settledAt: str | None
    replay: NotRequired[WrittenSettlementReplay]
    """Where the request repeats an earlier one with the same key. Everything else is as it is
    now; this is what was answered first.
    """


class PayeeReleaseBody(TypedDict):
    reason: NotRequired[str | None]


class RunExtendBody(TypedDict):
    budgetId: NotRequired[str]
    """Where: reservations on this budget and below. Left out: all that the key reaches. A caller
    that is bound to no budget has to name one, since runs of different trees can have the
    same name.
    """
    reason: NotRequired[str | None]
    limit: NotRequired[int]
    """How many reservations this request is about, at most. Left out: `500`."""
    cursor: NotRequired[str]
    """The nextCursor of the page before."""
    ttlSeconds: int
    """How long, from now, each is held at least."""


class RunRefusal(TypedDict):
    reservationId: str
    status: int
    """As the single route would have answered."""
    code: str
    """The code of the problem."""
    detail: str


class RunResult(TypedDict):
    done: int
    """To how many reservations it was done."""
    replayed: int
    """To how many of them an earlier request with the same key did it."""
    refused: list[RunRefusal]
    """To which it was not done, and why; the oldest first."""
    nextCursor: str | None
    """The cursor of the next request; null when this was the last part."""


class RunReleaseBody(TypedDict):
    budgetId: NotRequired[str]
    """Where: reservations on this budget and below. Left out: all that the key reaches. A caller
    that is bound to no budget has to name one, since runs of different trees can have the
    same name.
    """
    reason: NotRequired[str | None]
    limit: NotRequired[int]
    """How many reservations this request is about, at most. Left out: `500`."""
    cursor: NotRequired[str]
    """The nextCursor of the page before."""


class ApproveBody(TypedDict):
    comment: NotRequired[str | None]
    fingerprint: NotRequired[str | None]
    """The reservation's `approval.fingerprint`: approve only if it is still this request."""
    expectedVersion: NotRequired[int | None]
    """Act only if the budget is at this version, so that the balance is the one that was seen."""


class RejectBody(TypedDict):
    reason: str
    """Kept with the reservation."""
    expectedVersion: NotRequired[int | None]
    """Act only if the budget is at this version, so that the balance is the one that was seen."""


class PurposeBody(TypedDict):
    budgetId: str
    amount: NotRequired[Amount]
    """The most that the call can cost. Required without `usage`."""
    vendor: NotRequired[str | None]
    """Who is paid."""
    category: NotRequired[str | None]
    """What is paid for."""
    item: NotRequired[str | None]
    """What is bought: a model, a tool, an action, an outcome."""
    usage: NotRequired[Mapping[str, float]]
    """Instead of `amount`: the most that the call can use of the item. The service works out
    what it costs, by the price in force for vendor and item.
    """
    runId: NotRequired[str | None]
    """The run that the call belongs to."""


class RatedLine(TypedDict):
    unit: str
    quantity: float
    """What is charged as this unit, and not as a part of it."""
    cost: str
    """Rounded up to twelve decimals; the sum of all lines is rounded on its own."""


class Rated(TypedDict):
    lines: list[RatedLine]
    source: BudgetSource | CatalogueSource
    """The price that was used."""
    usage: Mapping[str, float]
    """The usage that was rated, with a call that is one."""
    largestUsage: Mapping[str, float] | None
    """Where it does not pass: the most usage that would pass now, with less of what a caller can
    ask for less of (`output_tokens`, or the only unit there is). Null where less of it does
    not help.
    """


class Ask(TypedDict):
    needed: int
    """How many people would have to agree."""
    withinSeconds: int
    """How long they would have."""
    approvers: list[str] | None
    """The holders who may decide; null for anybody but the one who asked."""
    envelopes: list[str]
    """Because of which envelopes."""


class Decision(TypedDict):
    admissible: bool
    """Whether the reservation would pass, at once or after approvals."""
    code: DecisionCode | None
    """The code of the problem that a reservation would be answered with; `forbidden` where the
    key of the caller may not reserve.
    """
    amount: str
    """What it would hold."""
    rated: Rated | None
    """How the amount follows from the usage; null where the caller named it."""
    violations: list[ExplainedViolation]
    violationsOmitted: NotRequired[int]
    """How many more rules are in the way than the 20 that are listed; absent where there are
    none.
    """
    approval: Ask | None
    """The approvals that the reservation would need; null for none."""
    notices: list[ExplainedViolation]
    """`notify` and `approve` envelopes that the reservation would exceed."""
    largestAdmissible: str
    """The largest amount that would pass now."""
    retryAt: str | None


class Tier(TypedDict):
    above: int
    amount: str


class UnitCharge(TypedDict):
    unit: str
    amount: str
    """For `per` of the unit."""
    per: int
    tiers: NotRequired[list[Tier]]
    over: NotRequired[UnitChargeOver]
    by: NotRequired[str]
    within: NotRequired[list[str]]


class Tariff(TypedDict):
    charges: list[UnitCharge]
    disputableSeconds: NotRequired[int]
    """For how long after its settlement a payment by it can be disputed. Absent: 30 days."""
    minimum: NotRequired[str]
    """What one call costs at least."""
    maximum: NotRequired[str]
    """What one call costs at most."""
    baseFee: NotRequired[str]
    """What each month costs besides: in statements alone."""


Price = TypedDict(
    "Price",
    {
        "id": "str",
        "budgetId": "str",
        "vendor": "str",
        "item": "str",
        # From when it holds.
        "from": "str",
        "tariff": "Tariff",
        # The first price of this item on the budget, where it is another: the counts of tiers go
        # on.
        "seriesId": "NotRequired[str]",
        "createdAt": "str",
        # When it was withdrawn, or another took its place.
        "endedAt": "str | None",
    },
)


class TierBody(TypedDict):
    above: int
    """The quantity above which it begins."""
    amount: str
    """What it costs from there on, for `per` of the unit."""


class UnitChargeBody(TypedDict):
    unit: str
    """What is counted. A `call` is 1 unless the usage says otherwise."""
    amount: str
    """What `per` of the unit cost."""
    per: NotRequired[int]
    """For how many of the unit the amount is. Left out: `1`."""
    tiers: NotRequired[list[TierBody]]
    """Other amounts above other quantities, from the lowest up. They need `over` or `by`."""
    over: NotRequired[UnitChargeOver]
    """With tiers: the calendar window, in the time zone of the tree, whose usage they count.
    Each part costs what its own tier says.
    """
    by: NotRequired[str]
    """With tiers: the unit whose quantity in a call chooses the tier for the whole of it."""
    within: NotRequired[list[str]]
    """The charged units that contain this one: what is charged here is not charged there. Of
    tokens, seconds and pages as providers report them it is known.
    """


SetPriceBody = TypedDict(
    "SetPriceBody",
    {
        # Who is paid.
        "vendor": "str",
        # What is bought: a model, a tool, an action, an outcome.
        "item": "str",
        # From when it holds. Left out: from now on.
        "from": "NotRequired[str | None]",
        # What is charged, unit by unit.
        "charges": "list[UnitChargeBody]",
        # For how long after its settlement a payment by this price can be disputed; 0 for never.
        # Left out: 2592000, 30 days.
        "disputableSeconds": "NotRequired[int]",
        # What one call costs at least.
        "minimum": "NotRequired[str]",
        # What one call costs at most.
        "maximum": "NotRequired[str]",
        # What each month costs besides, however much is used. It is in statements alone: it is no
        # spend, and no limit counts it.
        "baseFee": "NotRequired[str]",
    },
)


WrittenPrice = TypedDict(
    "WrittenPrice",
    {
        "id": "str",
        "budgetId": "str",
        "vendor": "str",
        "item": "str",
        # From when it holds.
        "from": "str",
        "tariff": "Tariff",
        # The first price of this item on the budget, where it is another: the counts of tiers go
        # on.
        "seriesId": "NotRequired[str]",
        "createdAt": "str",
        # When it was withdrawn, or another took its place.
        "endedAt": "str | None",
        # Where the request repeats an earlier one with the same key. Everything else is as it is
        # now; this is what was answered first.
        "replay": "NotRequired[WrittenPriceReplay]",
    },
)


class PricePage(TypedDict):
    items: list[Price]
    nextCursor: str | None


class PriceInForce(TypedDict):
    vendor: str
    item: str
    currency: str
    tariff: Tariff
    price: Price | None
    """Where it was set on a budget: null otherwise."""
    catalogue: CatalogueSource | None
    """Where it is of the catalogue: null otherwise."""


class CandidateBody(TypedDict):
    vendor: str
    """Who would be paid."""
    item: str
    """What would be bought."""
    usage: Mapping[str, float]
    """What is expected of the call."""
    largestUsage: NotRequired[Mapping[str, float]]
    """The most that the call can use: what would be reserved. Left out: what is expected."""
    reduce: NotRequired[str]
    """Of which unit less could be asked for. Left out: `output_tokens`, or the only unit there
    is.
    """


class EstimateBody(TypedDict):
    budgetId: str
    candidates: list[CandidateBody]
    """What could be bought."""
    category: NotRequired[str | None]
    """What is paid for."""
    runId: NotRequired[str | None]
    """The run that the call belongs to."""


class Violation(TypedDict):
    rule: DenialCode
    budgetId: str
    """The budget whose rule it is."""
    budgetName: NotRequired[str]
    """The name of that budget at the decision; absent in entries from before names were
    recorded.
    """
    envelopeId: NotRequired[str]
    envelopeName: NotRequired[str]
    """The name of the envelope at the decision; absent where it has none."""
    window: NotRequired[EnvelopeWindow]
    metric: NotRequired[EnvelopeMetric]
    key: NotRequired[str]
    """The vendor, category or run that is meant."""
    limit: NotRequired[str]
    used: NotRequired[str]
    requested: NotRequired[str]
    remaining: NotRequired[str]
    exceededBy: NotRequired[str]
    """With a real cost that was recorded all the same: by how much it went past the limit."""
    resetsAt: NotRequired[str]
    """When the window ends; absent where nothing resets by itself."""


class Estimate(TypedDict):
    candidate: int
    """Its place in the request."""
    vendor: str
    item: str
    amount: str | None
    """What the expected usage costs; null where that is not known."""
    largestAmount: str | None
    """What the largest usage costs: what would be reserved."""
    rated: Rated | None
    """How `largestAmount` comes about."""
    admissible: bool
    """Whether a reservation of the largest amount would pass now, be it with approvals."""
    code: EstimateCode | None
    """The code of the problem that a reservation would be answered with."""
    detail: str | None
    """Why it would not pass."""
    violations: list[Violation]
    retryAt: str | None
    """When it would pass."""


class Estimates(TypedDict):
    candidates: list[Estimate]
    """Those that would pass now first, the cheapest (by what is expected) first; then those that
    would not, in the same order; those without a price last.
    """


class TreeFacts(TypedDict):
    currency: str
    scale: int
    """Decimals of amounts."""
    timezone: str
    """The IANA time zone of calendar windows."""


class EntryRequest(TypedDict):
    credential: NotRequired[str]
    """The key that was sent, where it is not the one that `by` names."""
    id: NotRequired[str]
    """The X-Request-Id, behind "caller:" where it was the caller that chose it."""
    idempotencyKey: NotRequired[str]
    fingerprint: NotRequired[str]
    """Identifies what was asked under the key."""


class Cause(TypedDict):
    budgetId: str
    envelopeId: NotRequired[str]
    """The envelope of this budget that stopped it."""
    reservationId: NotRequired[str]


class Deltas(TypedDict):
    allocated: NotRequired[str]
    reserved: NotRequired[str]
    delegated: NotRequired[str]
    spent: NotRequired[str]
    overdraft: NotRequired[str]


class Charge(TypedDict):
    alert: NotRequired[float]
    """Where the charge took the counter to its limit, past it or on above it, and this entry
    reports it: the number of this alert of the counter.
    """
    again: NotRequired[float]
    """Where it took the counter to its limit or past it, and an earlier entry reported it: the
    number of that alert.
    """
    budgetId: NotRequired[str]
    """Where it took the counter to its limit or past it: the budget that the envelope lies on."""
    budgetName: NotRequired[str]
    """The name of that budget at the decision; absent in entries from before names were
    recorded.
    """
    envelopeName: NotRequired[str]
    """The name of the envelope at the decision; absent where it has none."""
    counterId: NotRequired[str]
    """<envelope>/<start of the window>/<vendor, category or run>"""
    envelopeId: NotRequired[str]
    delta: NotRequired[str]
    used: NotRequired[str]
    limit: NotRequired[str]
    """The limit in force."""


class Denial(TypedDict):
    code: DenialCode
    violations: list[Violation]
    violationsOmitted: NotRequired[int]
    """How many more rules are in the way than the 20 that are listed; absent where there are
    none.
    """
    largestAdmissible: str
    retryAt: str | None


class JournaledToken(TypedDict):
    hash: str
    """SHA-256 of the token, or of its secret. It opens nothing."""
    revokedAt: str | None


class ReservationState(TypedDict):
    id: str
    state: SettlementState
    amount: str
    """What was set aside at first: nothing for a charge."""
    held: str
    """What is still set aside."""
    committed: str
    """What was paid, refunds not taken off."""
    refunded: str
    vendor: str | None
    category: str | None
    runId: str | None
    taskId: str | None
    reason: str | None
    overage: CommitBodyOverage
    createdAt: str
    expiresAt: str
    settledAt: str | None
    """When its hold ended, or the last of its cost was recorded after that; null while it is
    live.
    """
    metadata: Mapping[str, str] | None
    metadataOmitted: NotRequired[int]
    """How many labels more it has: entries other than the one that made it repeat 1 KiB of them.
    Absent where there are none.
    """
    item: NotRequired[str]
    price: NotRequired[BudgetSource | CatalogueSource]
    """The price that it is paid by, where it has one."""
    usage: NotRequired[Mapping[str, float]]
    """What its commits have reported so far."""
    externalId: NotRequired[str]
    outcome: NotRequired[CallOutcome]
    """What came of the call, as it was reported last."""
    refundExternalId: NotRequired[str]
    """How the last refund is named that has a name."""
    refundedUsage: NotRequired[Mapping[str, float]]
    """What of the usage came back with refunds."""
    settlementMetadata: NotRequired[Mapping[str, str]]
    """The labels of its commits and refunds so far, of which entries repeat 1 KiB."""
    settlementMetadataOmitted: NotRequired[int]
    """How many more of these there are. Absent where there are none."""
    occurredAt: NotRequired[str]
    """Of a charge: when its cost happened."""
    settlementToken: NotRequired[JournaledToken]
    """With what somebody else may settle it."""
    onExpiry: NotRequired[SettlementOnExpiry]
    """Only of what is paid when it ends by itself."""
    approval: NotRequired[Approval]
    """Of one that people had to approve."""
    claim: NotRequired[Claim]
    """What waits for somebody who may record it."""
    dispute: NotRequired[Dispute]
    """What was said against its payments last."""
    overdrawn: NotRequired[str]
    """How far its commits went above limits."""


class TierStand(TypedDict):
    unit: str
    seen: str
    """What its window had seen before."""
    used: NotRequired[str]
    """Of what settles: how much it counted there. Absent for none."""
    counterId: str


class EntryRating(TypedDict):
    source: NotRequired[BudgetSource | CatalogueSource]
    """In the entry that makes a reservation: its price."""
    tariff: NotRequired[Tariff]
    """In the entry that makes a reservation."""
    tiers: NotRequired[list[TierStand]]
    """Where the tiers over windows stood."""


class EntryKey(TypedDict):
    id: str
    budgetId: str
    name: str
    role: KeyRole
    scopes: Scopes
    expiresAt: str | None
    holder: NotRequired[str]
    """Who acts with it. Absent in entries from before there were holders: its own id."""
    issuedBy: NotRequired[list[str]]
    """The holders who handed it out."""
    madeFrom: NotRequired[str | None]
    """The key that it was issued with, or whose place it took."""
    hash: str
    """Hexadecimal."""


class EntryKeyEnd(TypedDict):
    id: str
    at: str
    """When it stops working."""
    revoked: bool
    """False after a rotation with an overlap."""


EntryPrice = TypedDict(
    "EntryPrice",
    {
        "id": "str",
        "budgetId": "str",
        "vendor": "str",
        "item": "str",
        # From when it holds.
        "from": "str",
        "tariff": "Tariff",
        # The first price of this item on the budget, where it is another: the counts of tiers go
        # on.
        "seriesId": "NotRequired[str]",
    },
)


class Settings(TypedDict):
    name: str
    state: BudgetState
    guarantee: str
    """What it is sure to have; of a root the allocation."""
    ceiling: str
    """What it may have at most; of a root the allocation."""
    policy: Policy | None
    policyFromAbove: NotRequired[bool]
    """Of a child with a policy: whether it was set by somebody who reaches above it, and is
    theirs to change.
    """
    stoppedFromAbove: NotRequired[Literal[True]]
    """Only where it is so, of a frozen or paused budget: stopped by somebody who reaches above
    it, by an envelope of theirs, or by a cost above a limit of theirs or above the money that
    they gave. They resume it.
    """
    metadata: Mapping[str, str] | None
    dimensions: NotRequired[list[str]]
    """Only of a root that has some: the labels that spend of its tree is kept by."""
    revision: int
    """Counts changes to the settings: the ETag."""
    pausedUntil: NotRequired[str]
    """Of a paused budget: when it goes on by itself."""


class EntryContent(TypedDict):
    treeId: str
    budgetId: str
    version: int
    """The version of the budget that this entry made."""
    at: str
    kind: ListEntriesKind
    outcome: ListEntriesOutcome
    parentId: NotRequired[str]
    """In the first entry of a child."""
    ref: NotRequired[str]
    """In the first entry of a child that was given one: what its maker calls it."""
    tree: NotRequired[TreeFacts]
    """In the first entry of a root."""
    by: str
    """The holder who asked; "purser" for what the service does by itself."""
    request: NotRequired[EntryRequest]
    cause: NotRequired[Cause]
    """Where the decision was addressed to another budget, whose money this one holds or funds."""
    reason: NotRequired[str]
    """Why the caller did it."""
    deltas: Deltas
    balances: Balances
    """After the entry."""
    charges: NotRequired[list[Charge]]
    claimed: NotRequired[str]
    """What a commit added to the claim of its reservation."""
    notices: NotRequired[list[Violation]]
    """`notify` and `approve` envelopes that were exceeded, and (with `exceededBy`) every limit
    above which a real cost was recorded; in an entry of kind `pause` those that stopped the
    budget.
    """
    denial: NotRequired[Denial]
    requested: NotRequired[Mapping[str, object]]
    """What a denied command asked for. In an accepted commit: the cost of which not all found
    its place in the claim, which is full.
    """
    reservation: NotRequired[ReservationState]
    """After the entry."""
    rating: NotRequired[EntryRating]
    """How usage was rated."""
    usage: NotRequired[Mapping[str, float]]
    """What is expected of a call, what its commits have reported by now, or what of it came back
    with this refund.
    """
    usageBefore: NotRequired[Mapping[str, float]]
    """Of a commit with usage: what had been reported of the call before. Absent where nothing
    had.
    """
    context: NotRequired[Mapping[str, object]]
    externalId: NotRequired[str]
    """Of a refund: how the one who paid back names it."""
    metadata: NotRequired[Mapping[str, str]]
    """Labels of this commit or refund."""
    labels: NotRequired[Mapping[str, str]]
    """Of what spends or is denied, where the tree has dimensions: their values, by which spend
    keeps it; of each at most 128 characters.
    """
    key: NotRequired[EntryKey]
    """A key that was issued."""
    keysEnded: NotRequired[list[EntryKeyEnd]]
    """Keys that this entry ended."""
    moreKeysEnded: NotRequired[int]
    """How many more keys ended with this decision; the entries that follow list them."""
    keysRemain: NotRequired[bool]
    """That keys were left, since one decision ends at most 10,000."""
    price: NotRequired[EntryPrice]
    """A price that was set, or withdrawn."""
    pricesEnded: NotRequired[list[str]]
    """The prices whose place it took."""
    settings: NotRequired[Settings]
    envelope: NotRequired[Envelope]
    """The envelope that was made, changed or deleted."""
    envelopes: NotRequired[list[Envelope]]
    """The envelopes that a new budget came with."""


class Entry(TypedDict):
    content: EntryContent
    hash: str
    """SHA-256 over the bytes of previousHash and the content as RFC 8785 text; hexadecimal."""
    previousHash: str
    """The hash of the entry before; 64 zeros before the first."""
    detail: NotRequired[str]
    """Of a denied entry: the denial in sentences, for people. It is no part of the hashed
    content.
    """


class EntryPage(TypedDict):
    items: list[Entry]
    nextCursor: str | None
    """Null on the last page."""


class PathEnvelope(TypedDict):
    id: str
    budgetId: str
    fromAbove: NotRequired[Literal[True]]
    """Only where it is so: made by somebody who reaches above the budget, and theirs to change."""
    name: str | None
    window: EnvelopeWindow
    timezone: str | None
    """Null: the tree's."""
    metric: EnvelopeMetric
    limit: str
    """The one in force: decimal text, or a whole number as text for the metrics count and
    denials.
    """
    match: Match
    per: EnvelopePer | None
    scope: PastScope
    onExceed: EnvelopeOnExceed
    approve: NotRequired[ApprovalRule]
    """With onExceed `approve`: who is asked."""
    relative: NotRequired[Relative]
    """Of a limit that follows the past."""
    baseline: NotRequired[Baseline | None]
    """With `relative`: the past that the limit in force was worked out from; null if there was
    none.
    """
    applies: bool
    """Whether it counts what was asked for, by its scope and by what it matches. Whether a
    vendor was new is not looked at.
    """


class PathBudget(TypedDict):
    budgetId: str
    name: str
    """Its name then; where `settings` are null, its name now."""
    version: int
    """Of its newest entry before the decision; 0 where it came into being with it."""
    isExact: bool
    """Whether that is sure. False for an ancestor with entries of the same millisecond that
    belong to other decisions: which came first is not recorded.
    """
    balances: Balances
    settings: Settings | None
    """Null where neither the 20,000 entries before nor those after the decision say."""
    envelopes: list[PathEnvelope] | None
    """Those in force then; null where the entries that are looked at do not say of each."""


class ExplainedEntry(TypedDict):
    content: EntryContent
    hash: str
    """SHA-256 over the bytes of previousHash and the content as RFC 8785 text; hexadecimal."""
    previousHash: str
    """The hash of the entry before; 64 zeros before the first."""
    detail: NotRequired[str]
    """Of a denied entry: the denial in sentences, for people. It is no part of the hashed
    content.
    """
    path: NotRequired[list[PathBudget]]
    """With expand=path: the budget and those above it, up to the root or as far as the key
    reaches, before the decision. How far a counter had come is in the entry, for each rule
    that was in the way or counted something; of others it is not recorded.
    """
    pathAbove: NotRequired[int]
    """With expand=path: how many budgets lie above these, where the key does not reach."""


class Balance(TypedDict):
    budgetId: str
    version: int
    """The version that was in force; 0 before the budget began."""
    at: str
    """When that version was made; before the budget began, the time asked for."""
    balances: Balances


class Difference(TypedDict):
    what: str
    """What differs, in words."""
    journal: str
    """What follows from the journal."""
    table: str
    """What the row says."""
    treeId: NotRequired[str]
    budgetId: NotRequired[str]
    version: NotRequired[int]
    reservationId: NotRequired[str]
    envelopeId: NotRequired[str]
    counterId: NotRequired[str]


class Verification(TypedDict):
    budgetId: str
    valid: bool
    """Whether the chain is whole, and the balances and settings of the budget (name, state,
    guarantee, ceiling, policy, metadata, revision) are what its entries say. Envelopes,
    reservations and counters are compared by the audit.
    """
    entries: int
    """How many entries were found good."""
    head: str
    """The hash of the last entry that was found good."""
    firstDifference: Difference | None
    """Null when valid."""


class FoundEntry(TypedDict):
    content: EntryContent
    hash: str
    """SHA-256 over the bytes of previousHash and the content as RFC 8785 text; hexadecimal."""
    previousHash: str
    """The hash of the entry before; 64 zeros before the first."""
    detail: NotRequired[str]
    """Of a denied entry: the denial in sentences, for people. It is no part of the hashed
    content.
    """
    budget: NotRequired[BudgetItem]
    """With expand=budget."""
    reservation: NotRequired[ReservationItem | None]
    """With expand=reservation."""


class FoundEntryPage(TypedDict):
    items: list[FoundEntry]
    nextCursor: str | None
    """Null on the last page."""


class SpendItem(TypedDict):
    spent: str
    """Paid less refunded, as balances count it: below zero where more came back in the time
    asked for.
    """
    refunded: str
    """What of it came back."""
    reserved: str
    """Held now for calls that are under way, in the hour, day and month of now: "0" where these
    were not asked for. It has no principal.
    """
    calls: int
    """Reservations of which something was paid, or that were committed at no cost; each once."""
    denied: int
    """Requests that were denied."""
    usage: Mapping[str, str]
    """What commits that were paid by a price reported: quantities by unit, as decimal text, less
    what refunds say came back.
    """
    vendor: NotRequired[str | None]
    """With groupBy=vendor; null for what named none."""
    category: NotRequired[str | None]
    """With groupBy=category; null for what named none."""
    item: NotRequired[str | None]
    """With groupBy=item; null for what named none."""
    budgetId: NotRequired[str]
    """With groupBy=budget."""
    childId: NotRequired[str | None]
    """With groupBy=child; null for the budget's own."""
    runId: NotRequired[str | None]
    """With groupBy=run; null for what named none."""
    principal: NotRequired[str | None]
    """With groupBy=principal: who committed, refunded, settled a claim or was denied."""
    hour: NotRequired[str]
    """With groupBy=hour: how it begins in the time zone of the question."""
    day: NotRequired[str]
    """With groupBy=day."""
    month: NotRequired[str]
    """With groupBy=month."""
    code: NotRequired[str | None]
    """With groupBy=code: why it was denied; null for what was not."""


class SpendSums(TypedDict):
    spent: str
    """Paid less refunded, as balances count it: below zero where more came back in the time
    asked for.
    """
    refunded: str
    """What of it came back."""
    reserved: str
    """Held now for calls that are under way, in the hour, day and month of now: "0" where these
    were not asked for. It has no principal.
    """
    calls: int
    """Reservations of which something was paid, or that were committed at no cost; each once."""
    denied: int
    """Requests that were denied."""
    usage: Mapping[str, str]
    """What commits that were paid by a price reported: quantities by unit, as decimal text, less
    what refunds say came back.
    """


Spend = TypedDict(
    "Spend",
    {
        # All that was decided before is in the sums: a second ago at most, if Postgres can be
        # reached.
        "asOf": "str",
        "timezone": "str",
        "currency": "str",
        "from": "str",
        "to": "str",
        # As they were asked for.
        "groupBy": "list[str]",
        # In the order of the groups as they were asked for: times as they follow one another, text
        # by its bytes, budgets by their age; what has no value last.
        "items": "list[SpendItem]",
        # Of all groups, on whatever page.
        "total": "SpendSums",
        # Null on the last page.
        "nextCursor": "str | None",
    },
)


class StatementLine(TypedDict):
    paid: str
    """What was paid in the month."""
    refunded: str
    """What came back in the month, of whatever was paid when."""
    spent: str
    """Paid less refunded, as spend and balances have it: it can be below zero."""
    calls: int
    """Calls that were paid first in the month."""
    usage: Mapping[str, str]
    """What was used by calls that are paid by a price, less what came back: quantities by unit,
    as decimal text.
    """
    vendor: str | None
    """Null for what named none."""
    category: str | None
    """Null for what named none."""
    item: str | None
    """Null for what named none."""


class OtherLines(TypedDict):
    paid: str
    """What was paid in the month."""
    refunded: str
    """What came back in the month, of whatever was paid when."""
    spent: str
    """Paid less refunded, as spend and balances have it: it can be below zero."""
    calls: int
    """Calls that were paid first in the month."""
    usage: Mapping[str, str]
    """What was used by calls that are paid by a price, less what came back: quantities by unit,
    as decimal text.
    """
    lines: int
    """How many lines they are."""


class TierUsed(TypedDict):
    vendor: str
    item: str
    priceId: str
    unit: str
    above: int
    """Above which quantity of its window the tier begins."""
    amount: str
    """What `per` of the unit cost there."""
    per: int
    quantity: str
    """What was charged there in the month, as decimal text."""


class BaseFee(TypedDict):
    vendor: str
    item: str
    budgetId: str
    """On which the price is set."""
    priceId: str
    amount: str


class OtherBaseFees(TypedDict):
    count: int
    amount: str


class Correction(TypedDict):
    kind: CorrectionKind
    month: str | None
    """The month that is corrected, of a refund that in which something was last paid before;
    null for one more than 60 months before.
    """
    vendor: str | None
    """Null for what named none."""
    category: str | None
    """Null for what named none."""
    item: str | None
    """Null for what named none."""
    amount: str
    """What it adds to `spent`: below zero for refunds."""
    entries: int


class StatementSums(TypedDict):
    paid: str
    """What was paid in the month."""
    refunded: str
    """What came back in the month, of whatever was paid when."""
    spent: str
    """Paid less refunded, as spend and balances have it: it can be below zero."""
    calls: int
    """Calls that were paid first in the month."""
    usage: Mapping[str, str]
    """What was used by calls that are paid by a price, less what came back: quantities by unit,
    as decimal text.
    """


Statement = TypedDict(
    "Statement",
    {
        "budgetId": "str",
        "month": "str",
        # That of the tree: it never changes.
        "timezone": "str",
        "currency": "str",
        "from": "str",
        "to": "str",
        # Closed an hour after the month: it is the same for ever from then on.
        "state": "StatementState",
        # Of an open one: what was committed before is in it.
        "asOf": "str | None",
        # By vendor, category and item, in the order of these, null last: 1,000 at most.
        "lines": "list[StatementLine]",
        # All other lines together; null where all are listed.
        "others": "OtherLines | None",
        # Of prices with tiers over a window: how much of the lines was charged at which tier.
        "tiers": "list[TierUsed]",
        # Of each price of the subtree that has one: that of the price that held last in the month;
        # 1,000 at most.
        "baseFees": "list[BaseFee]",
        # All other fees; null where all are listed.
        "otherBaseFees": "OtherBaseFees | None",
        # What of the lines is of an earlier month: what gives back more than this month has paid
        # for its reservation by then, and charges of what happened before. 1,000 at most.
        "corrections": "list[Correction]",
        # Whether there are more corrections than are listed.
        "moreCorrections": "bool",
        # All lines together, to the unit.
        "sums": "StatementSums",
        # All base fees: of the statement alone, they are no spend and in no balance.
        "fees": "str",
        # `spent` of all lines, and the fees.
        "total": "str",
    },
)


class SlackButtons(TypedDict):
    people: Mapping[str, str]
    """Who decides with them: holders by member ids of Slack."""


class Slack(TypedDict):
    host: str
    """Of the address, which is not shown."""
    buttons: SlackButtons | None
    """Null where messages have none."""


class Chat(TypedDict):
    host: str
    """Of the address, which is not shown."""


class Email(TypedDict):
    to: list[str]


class PagerDuty(TypedDict):
    region: PagerDutyRegion
    severity: PagerDutySeverity


class WebhookWithSecret(TypedDict):
    id: str
    treeId: str | None
    """Null for all trees."""
    budgetId: str | None
    """Null for all trees."""
    kind: WebhookKind
    """It never changes."""
    url: str | None
    """Of kind `http`. Without its path for those who may not manage webhooks: it is often a
    password.
    """
    slack: Slack | None
    """Of kind `slack`."""
    teams: Chat | None
    """Of kind `teams`."""
    email: Email | None
    """Of kind `email`."""
    pagerDuty: PagerDuty | None
    """Of kind `pager_duty`."""
    escalateAfterSeconds: int | None
    """`reservation.pending_approval` is sent only where people have not decided for so long;
    null where it is at once.
    """
    types: list[str]
    description: str | None
    state: MetersState
    """`deleted` in answers to writes alone: of the deletion, and of what repeats an earlier one."""
    pauseReason: WebhookPauseReason | None
    """`failing`: the receiver took nothing for as long as deliveries are tried."""
    previousSecretUntil: str | None
    """Until when the secret before the present one signs, too."""
    createdBy: str
    createdAt: str
    changedAt: str
    secret: NotRequired[str]
    """Of kind `http`: signs the deliveries. Shown in this answer alone; a repetition of the
    request shows it until it is replaced.
    """


class TeamsBody(TypedDict):
    url: str
    """Of a workflow that begins when a Teams webhook request is received. It is a password: no
    answer has it.
    """


class EmailBody(TypedDict):
    to: list[str]
    """Whom it is sent to. Each sees the others."""


class SlackButtonsBody(TypedDict):
    signingSecret: str
    """The signing secret of the Slack app that the incoming webhook belongs to, by which its
    clicks are known. No answer has it.
    """
    people: Mapping[str, str]
    """Who decides with the buttons: member ids of Slack, and the holders (`id` of `GET
    /v1/principal`) whose keys say what each may do. Others than oneself are named by those
    who could have their keys.
    """


class SlackBody(TypedDict):
    url: str
    """The incoming webhook of a channel, as Slack shows it. It is a password: no answer has it."""
    buttons: NotRequired[SlackButtonsBody | None]
    """Buttons that approve and reject. Null: none."""


class PagerDutyBody(TypedDict):
    routingKey: str
    """The integration key of a service of PagerDuty (Events API v2). No answer has it."""
    region: NotRequired[PagerDutyRegion]
    """Where the account is. Left out: `us`."""
    severity: NotRequired[PagerDutySeverity]
    """Of the incidents. Left out: `error`."""


class CreateWebhookBody(TypedDict):
    url: NotRequired[str]
    """Of kind `http`. Begins with https:// and leads to a public address. Kept as browsers would
    write it.
    """
    teams: NotRequired[TeamsBody]
    """Of kind `teams`."""
    email: NotRequired[EmailBody]
    """Of kind `email`, where the service has a mail server."""
    escalateAfterSeconds: NotRequired[int | None]
    """For those who come next: `reservation.pending_approval` is sent only where people have not
    decided for so long. Null: at once. A change holds for what is read from the journal from
    then on.
    """
    description: NotRequired[str | None]
    """For people."""
    kind: NotRequired[WebhookKind]
    """What it is: `http` sends events to a URL of yours, the others messages to people. The
    field of the kind has its settings. Left out: `http`.
    """
    slack: NotRequired[SlackBody]
    """Of kind `slack`."""
    pagerDuty: NotRequired[PagerDutyBody]
    """Of kind `pager_duty`."""
    budgetId: NotRequired[str]
    """Events of this budget and of everything under it. Left out: of all that the caller can
    see.
    """
    types: NotRequired[list[FollowEventsTypes]]
    """Types or groups of types. Left out: all of kind `http`, and of the others approvals,
    stopped budgets and limits that were passed or used up.
    """


class WrittenWebhookWithSecret(TypedDict):
    id: str
    treeId: str | None
    """Null for all trees."""
    budgetId: str | None
    """Null for all trees."""
    kind: WebhookKind
    """It never changes."""
    url: str | None
    """Of kind `http`. Without its path for those who may not manage webhooks: it is often a
    password.
    """
    slack: Slack | None
    """Of kind `slack`."""
    teams: Chat | None
    """Of kind `teams`."""
    email: Email | None
    """Of kind `email`."""
    pagerDuty: PagerDuty | None
    """Of kind `pager_duty`."""
    escalateAfterSeconds: int | None
    """`reservation.pending_approval` is sent only where people have not decided for so long;
    null where it is at once.
    """
    types: list[str]
    description: str | None
    state: MetersState
    """`deleted` in answers to writes alone: of the deletion, and of what repeats an earlier one."""
    pauseReason: WebhookPauseReason | None
    """`failing`: the receiver took nothing for as long as deliveries are tried."""
    previousSecretUntil: str | None
    """Until when the secret before the present one signs, too."""
    createdBy: str
    createdAt: str
    changedAt: str
    secret: NotRequired[str]
    """Of kind `http`: signs the deliveries. Shown in this answer alone; a repetition of the
    request shows it until it is replaced.
    """
    replay: NotRequired[WrittenWebhookWithSecretReplay]
    """Where the request repeats an earlier one with the same key. Everything else is as it is
    now; this is what was answered first.
    """


class Webhook(TypedDict):
    id: str
    treeId: str | None
    """Null for all trees."""
    budgetId: str | None
    """Null for all trees."""
    kind: WebhookKind
    """It never changes."""
    url: str | None
    """Of kind `http`. Without its path for those who may not manage webhooks: it is often a
    password.
    """
    slack: Slack | None
    """Of kind `slack`."""
    teams: Chat | None
    """Of kind `teams`."""
    email: Email | None
    """Of kind `email`."""
    pagerDuty: PagerDuty | None
    """Of kind `pager_duty`."""
    escalateAfterSeconds: int | None
    """`reservation.pending_approval` is sent only where people have not decided for so long;
    null where it is at once.
    """
    types: list[str]
    description: str | None
    state: MetersState
    """`deleted` in answers to writes alone: of the deletion, and of what repeats an earlier one."""
    pauseReason: WebhookPauseReason | None
    """`failing`: the receiver took nothing for as long as deliveries are tried."""
    previousSecretUntil: str | None
    """Until when the secret before the present one signs, too."""
    createdBy: str
    createdAt: str
    changedAt: str


class WebhookPage(TypedDict):
    items: list[Webhook]
    nextCursor: str | None
    """Null on the last page."""


class SlackChangesBody(TypedDict):
    url: NotRequired[str]
    """The incoming webhook of a channel, as Slack shows it. It is a password: no answer has it."""
    buttons: NotRequired[SlackButtonsBody | None]
    """Buttons that approve and reject. Null: none."""


class PagerDutyChangesBody(TypedDict):
    routingKey: NotRequired[str]
    """The integration key of a service of PagerDuty (Events API v2). No answer has it."""
    region: NotRequired[PagerDutyRegion]
    """Where the account is."""
    severity: NotRequired[PagerDutySeverity]
    """Of the incidents."""


class UpdateWebhookBody(TypedDict):
    url: NotRequired[str]
    """Of kind `http`. Begins with https:// and leads to a public address. Kept as browsers would
    write it.
    """
    teams: NotRequired[TeamsBody]
    """Of kind `teams`."""
    email: NotRequired[EmailBody]
    """Of kind `email`, where the service has a mail server."""
    escalateAfterSeconds: NotRequired[int | None]
    """For those who come next: `reservation.pending_approval` is sent only where people have not
    decided for so long. Null: at once. A change holds for what is read from the journal from
    then on.
    """
    description: NotRequired[str | None]
    """For people."""
    slack: NotRequired[SlackChangesBody]
    """Of kind `slack`: what is absent stays as it is."""
    pagerDuty: NotRequired[PagerDutyChangesBody]
    """Of kind `pager_duty`: what is absent stays as it is."""
    types: NotRequired[list[FollowEventsTypes]]
    """Holds for what is read from the journal from now on."""
    state: NotRequired[SetMetersBodyState]
    """A paused webhook gets nothing; made active again, it gets what happened meanwhile."""


class WrittenWebhook(TypedDict):
    id: str
    treeId: str | None
    """Null for all trees."""
    budgetId: str | None
    """Null for all trees."""
    kind: WebhookKind
    """It never changes."""
    url: str | None
    """Of kind `http`. Without its path for those who may not manage webhooks: it is often a
    password.
    """
    slack: Slack | None
    """Of kind `slack`."""
    teams: Chat | None
    """Of kind `teams`."""
    email: Email | None
    """Of kind `email`."""
    pagerDuty: PagerDuty | None
    """Of kind `pager_duty`."""
    escalateAfterSeconds: int | None
    """`reservation.pending_approval` is sent only where people have not decided for so long;
    null where it is at once.
    """
    types: list[str]
    description: str | None
    state: MetersState
    """`deleted` in answers to writes alone: of the deletion, and of what repeats an earlier one."""
    pauseReason: WebhookPauseReason | None
    """`failing`: the receiver took nothing for as long as deliveries are tried."""
    previousSecretUntil: str | None
    """Until when the secret before the present one signs, too."""
    createdBy: str
    createdAt: str
    changedAt: str
    replay: NotRequired[WrittenWebhookReplay]
    """Where the request repeats an earlier one with the same key. Everything else is as it is
    now; this is what was answered first.
    """


class Delivery(TypedDict):
    attempts: int
    nextAttemptAt: str | None
    """Null unless it is pending."""
    lastAttemptAt: str | None
    lastStatus: int | None
    """The status of the last answer; null where there was none."""
    lastError: str | None
    createdAt: str
    settledAt: str | None
    id: str
    webhookId: str
    eventId: str
    """The webhook-id header."""
    eventType: str
    budgetId: str | None
    """Null for a ping that is about all trees."""
    version: int | None
    """Null for a ping."""
    state: DeliveryState
    """`left_out`: people had decided before its time came."""


class WrittenDelivery(TypedDict):
    attempts: int
    nextAttemptAt: str | None
    """Null unless it is pending."""
    lastAttemptAt: str | None
    lastStatus: int | None
    """The status of the last answer; null where there was none."""
    lastError: str | None
    createdAt: str
    settledAt: str | None
    id: str
    webhookId: str
    eventId: str
    """The webhook-id header."""
    eventType: str
    budgetId: str | None
    """Null for a ping that is about all trees."""
    version: int | None
    """Null for a ping."""
    state: DeliveryState
    """`left_out`: people had decided before its time came."""
    replay: NotRequired[WrittenDeliveryReplay]
    """Where the request repeats an earlier one with the same key. Everything else is as it is
    now; this is what was answered first.
    """


class DeliveryPage(TypedDict):
    items: list[Delivery]
    nextCursor: str | None
    """Null on the last page."""


class Meter(TypedDict):
    eventName: str
    measure: MeterMeasure
    units: list[str] | None
    vendors: list[str] | None
    """Null for any."""
    items: list[str] | None
    """Null for any."""
    scale: int


class Meters(TypedDict):
    budgetId: str
    """The root of the tree."""
    mode: MetersMode
    """The key's."""
    customerLabel: str
    customerFrom: MetersCustomerFrom
    meters: list[Meter]
    state: MetersState
    """`deleted` in answers to writes alone."""
    pauseReason: MetersPauseReason | None
    """`failing`: Stripe took nothing for as long as an event is tried. `restored`: the database
    comes from a backup, and its service may still be there.
    """
    createdBy: str
    createdAt: str
    changedAt: str


class MeterBody(TypedDict):
    eventName: str
    """The meter's event_name at Stripe."""
    measure: MeterMeasure
    """What counts, by the words of spend: money that was paid, calls, or the usage that was
    reported in some units.
    """
    units: NotRequired[list[str]]
    """With `usage`: the units that are added up."""
    vendors: NotRequired[list[str]]
    """Only of these vendors."""
    items: NotRequired[list[str]]
    """Only of these items."""
    scale: NotRequired[int]
    """How many decimals the value counts: with 2, a value of 1 is a hundredth. Left out: that of
    the tree for `spent`, which is also the least there, and otherwise 0.
    """


class SetMetersBody(TypedDict):
    apiKey: NotRequired[str]
    """A restricted key of your Stripe account that may write meter events, and nothing else. It
    is in no answer. Left out: the one before is kept.
    """
    customerLabel: str
    """The dimension of the tree whose value is the id of the customer at Stripe (`cus_…`)."""
    customerFrom: NotRequired[MetersCustomerFrom]
    """Whose label is believed: `budget`, that of the nearest budget, whatever a caller writes on
    its reservation; `reservation`, the own label of a reservation before it.
    """
    meters: list[MeterBody]
    """What goes where; each event name once."""
    state: NotRequired[SetMetersBodyState]
    """Of what is paused nothing is sent; made active again, it goes on where it was. Left out:
    as it is, and `active` of new ones.
    """


class WrittenMeters(TypedDict):
    budgetId: str
    """The root of the tree."""
    mode: MetersMode
    """The key's."""
    customerLabel: str
    customerFrom: MetersCustomerFrom
    meters: list[Meter]
    state: MetersState
    """`deleted` in answers to writes alone."""
    pauseReason: MetersPauseReason | None
    """`failing`: Stripe took nothing for as long as an event is tried. `restored`: the database
    comes from a backup, and its service may still be there.
    """
    createdBy: str
    createdAt: str
    changedAt: str
    replay: NotRequired[WrittenMetersReplay]
    """Where the request repeats an earlier one with the same key. Everything else is as it is
    now; this is what was answered first.
    """


class MetersStatus(TypedDict):
    behindSeconds: float
    """How long ago the oldest usage was recorded that was not sent yet; 0 where all is sent."""
    pending: int
    """Events that are tried; 10,000 means at least that."""
    parked: int
    """Events that were given up; likewise."""
    delivered: int
    """Since the meters were first set."""
    leftOut: int
    """Events that are not sent: refunds, and what names no customer."""
    deliveredAt: str | None
    lastError: str | None
    lastErrorAt: str | None


class MetersWithStatus(TypedDict):
    budgetId: str
    """The root of the tree."""
    mode: MetersMode
    """The key's."""
    customerLabel: str
    customerFrom: MetersCustomerFrom
    meters: list[Meter]
    state: MetersState
    """`deleted` in answers to writes alone."""
    pauseReason: MetersPauseReason | None
    """`failing`: Stripe took nothing for as long as an event is tried. `restored`: the database
    comes from a backup, and its service may still be there.
    """
    createdBy: str
    createdAt: str
    changedAt: str
    status: MetersStatus


class MeterEvent(TypedDict):
    attempts: int
    nextAttemptAt: str | None
    """Null unless it is pending."""
    lastAttemptAt: str | None
    lastStatus: int | None
    """The status of the last answer; null where there was none."""
    lastError: str | None
    createdAt: str
    settledAt: str | None
    id: str
    budgetId: str
    """Of the entry that it is made of."""
    version: int
    at: str
    """The time of the entry, which Stripe gets in seconds."""
    eventName: str
    identifier: str
    """By which Stripe knows the event again, for 24 hours at least."""
    customer: str | None
    value: str
    state: DeliveryState
    reason: MeterEventReason | None
    """Why it was parked, or left out."""
    maybeSentAt: str | None
    """Since when Stripe may have it, where that is not known."""


class MeterEventPage(TypedDict):
    items: list[MeterEvent]
    nextCursor: str | None
    """Null on the last page."""


class RetryMeterEventBody(TypedDict):
    isNotAtStripe: NotRequired[bool]
    """Says that you have looked for the identifier at Stripe, and it is not there. Without it,
    what Stripe may have and may not know again is not sent.
    """


class WrittenMeterEvent(TypedDict):
    attempts: int
    nextAttemptAt: str | None
    """Null unless it is pending."""
    lastAttemptAt: str | None
    lastStatus: int | None
    """The status of the last answer; null where there was none."""
    lastError: str | None
    createdAt: str
    settledAt: str | None
    id: str
    budgetId: str
    """Of the entry that it is made of."""
    version: int
    at: str
    """The time of the entry, which Stripe gets in seconds."""
    eventName: str
    identifier: str
    """By which Stripe knows the event again, for 24 hours at least."""
    customer: str | None
    value: str
    state: DeliveryState
    reason: MeterEventReason | None
    """Why it was parked, or left out."""
    maybeSentAt: str | None
    """Since when Stripe may have it, where that is not known."""
    replay: NotRequired[WrittenMeterEventReplay]
    """Where the request repeats an earlier one with the same key. Everything else is as it is
    now; this is what was answered first.
    """


class Principal(TypedDict):
    id: str
    """The holder: the name in the journal of the one who acts, whichever of their keys they use."""
    keyId: str | None
    """The key that was sent; null for the admin key, and for people."""
    issuedBy: list[str]
    """The holders who handed that key out."""
    expiresAt: str | None
    """When the key ends, and with it all that it issues; null for one that does not, and for
    people.
    """
    name: str
    role: KeyRole
    budgetId: str | None
    """The budget in whose subtree it may act; null: everywhere."""
    actions: list[ScopesActions]
    """What it may do."""
    scopes: Scopes


class IssueKeyBody(TypedDict):
    secretHash: NotRequired[str | None]
    """The SHA-256 (hexadecimal) of a secret that you chose: 32 random bytes as base64url, which
    are 43 characters. The key is then `prefix` of the answer, followed by your secret, which
    is never sent but with it. A lost answer loses nothing so. Left out: the service makes the
    secret, and shows it once.
    """
    name: str
    scopes: NotRequired[ScopesBody | None]
    """Narrower than the role, and never wider than the key that issues it."""
    expiresAt: NotRequired[str | None]
    """Until when it works; not longer than the key that issues it. Left out: as long as that
    one, or until it is revoked.
    """
    role: KeyRole
    holder: NotRequired[IssueKeyBodyHolder]
    """Whose key it is: `self`, a further key of its issuer, in whose name it acts; or `other`,
    of somebody else. Left out: `other` for an agent and for what the admin issues, which is
    never `self`; otherwise `self`.
    """


class WrittenNewKey(TypedDict):
    id: str
    budgetId: str
    name: str
    role: KeyRole
    scopes: Scopes
    expiresAt: str | None
    holder: str
    """Who acts with it, as the journal names them: the id of the first key of its line, or who
    issued it for themselves.
    """
    issuedBy: list[str]
    """The holders who handed it out, from the nearest up; the admin is not among them."""
    madeFrom: str | None
    """The key that it was issued with, or whose place it took."""
    works: bool
    """Whether it can be used: a repeated request may find it revoked or expired."""
    prefix: str
    """What the text of the key begins with. Its secret follows."""
    secret: str | None
    """What to send as the bearer token. Shown only in the first answer: a repeated request gets
    null, since only a hash is kept. Null as well where you chose the secret: send `prefix`
    followed by that.
    """
    replay: NotRequired[WrittenNewKeyReplay]
    """Where the request repeats an earlier one with the same key. Everything else is as it is
    now; this is what was answered first.
    """


class Key(TypedDict):
    id: str
    budgetId: str
    name: str
    role: KeyRole
    scopes: Scopes
    expiresAt: str | None
    holder: str
    """Who acts with it, as the journal names them: the id of the first key of its line, or who
    issued it for themselves.
    """
    issuedBy: list[str]
    """The holders who handed it out, from the nearest up; the admin is not among them."""
    madeFrom: str | None
    """The key that it was issued with, or whose place it took."""
    createdAt: str
    revokedAt: str | None


class KeyPage(TypedDict):
    items: list[Key]
    nextCursor: str | None
    """For the next page; null on the last."""


class KeyEnd(TypedDict):
    id: str
    at: str
    """When it stops working."""


class KeysEnded(TypedDict):
    ended: list[KeyEnd]
    """The keys that this request ended."""
    endedOmitted: NotRequired[int]
    """How many more it ended than the 1,000 that are listed; absent where there are none."""
    keysRemain: NotRequired[bool]
    """That there are more than could be ended in the time that a request has: send it again,
    with the same key. Absent where all have ended.
    """


class RevokeKeysBody(TypedDict):
    issued: NotRequired[bool]
    """Also what came of it: keys issued with it, keys that took its place, and so on. Keys that
    have ended are looked through as well. Left out: `false`.
    """
    reason: NotRequired[str | None]
    """Why; kept in the journal."""
    subtree: NotRequired[bool]
    """Those of all descendants as well. Left out: `false`."""


class WrittenKeysEnded(TypedDict):
    ended: list[KeyEnd]
    """The keys that this request ended."""
    endedOmitted: NotRequired[int]
    """How many more it ended than the 1,000 that are listed; absent where there are none."""
    keysRemain: NotRequired[bool]
    """That there are more than could be ended in the time that a request has: send it again,
    with the same key. Absent where all have ended.
    """
    replay: NotRequired[WrittenKeysEndedReplay]
    """Where the request repeats an earlier one with the same key. Everything else is as it is
    now; this is what was answered first.
    """


class RotateKeyBody(TypedDict):
    secretHash: NotRequired[str | None]
    """The SHA-256 (hexadecimal) of a secret that you chose: 32 random bytes as base64url, which
    are 43 characters. The key is then `prefix` of the answer, followed by your secret, which
    is never sent but with it. A lost answer loses nothing so. Left out: the service makes the
    secret, and shows it once.
    """
    overlapSeconds: NotRequired[int]
    """How long the old key works on, so that its holders can change over. Left out: `0`."""
    reason: NotRequired[str | None]
    """Why; kept in the journal."""


class RevokeKeyBody(TypedDict):
    issued: NotRequired[bool]
    """Also what came of it: keys issued with it, keys that took its place, and so on. Keys that
    have ended are looked through as well. Left out: `false`.
    """
    reason: NotRequired[str | None]
    """Why; kept in the journal."""


class Issuer(TypedDict):
    issuer: str
    """Who signs people in."""


class SignIn(TypedDict):
    key: bool
    """With a key."""
    openIdConnect: Issuer | None
    """With OpenID Connect, at `/v1/sessions/open-id-connect`; null where no client of an issuer
    is configured.
    """


class SignInBody(TypedDict):
    key: str
    """The key. It is looked at and not kept."""


class Session(TypedDict):
    id: str
    holder: str
    """Who acts, as the journal names them."""
    name: str
    role: KeyRole
    budgetId: str | None
    """The budget in whose subtree they may act; null: everywhere."""
    signedInBy: SessionSignedInBy
    """With what they signed in."""
    createdAt: str
    expiresAt: str
    """When it ends at the latest: after its time, or with the key or token that opened it."""
    actions: list[ScopesActions]
    """What they may do."""
    csrfToken: str
    """To be sent as `X-Purser-CSRF` with all that changes something."""


class OpenSession(TypedDict):
    id: str
    holder: str
    """Who acts, as the journal names them."""
    name: str
    role: KeyRole
    budgetId: str | None
    """The budget in whose subtree they may act; null: everywhere."""
    signedInBy: SessionSignedInBy
    """With what they signed in."""
    createdAt: str
    expiresAt: str
    """When it ends at the latest: after its time, or with the key or token that opened it."""
    usedAt: str
    """About when it was last used: within a minute."""
    current: bool
    """Whether it is the one that the request is made in."""


class OpenSessionPage(TypedDict):
    items: list[OpenSession]
    nextCursor: str | None
    """Null on the last page."""


class ReachedLimit(TypedDict):
    envelopeId: str
    envelopeName: NotRequired[str]
    """The name of the envelope at the decision; absent where it has none."""
    budgetId: NotRequired[str]
    """The budget that it lies on; absent in events from before that was recorded."""
    budgetName: NotRequired[str]
    """The name of that budget at the decision; absent in entries from before names were
    recorded.
    """
    key: NotRequired[str]
    """The vendor, category or run counted apart."""
    limit: str
    used: str
    requested: NotRequired[str]
    """What a request that was denied would have added."""


class EventData(TypedDict):
    treeId: str
    budgetId: str
    version: int
    """The version of the budget that the entry made: events of a budget come in this order."""
    entry: EntryContent
    """The journal entry, as /v1/budgets/{id}/entries shows it."""
    limits: NotRequired[list[ReachedLimit]]
    """Of an envelope's events."""


class Event(TypedDict):
    id: str
    """The same whenever the event is sent again."""
    type: EventType
    timestamp: str
    data: EventData


class WrittenNewBudgetReplay(TypedDict):
    """Where the request repeats an earlier one with the same key. Everything else is as it is
    now; this is what was answered first.
    """

    at: str
    """When it was first answered."""
    status: Literal[200, 201, 202]
    """With which status."""
    answer: NewBudget


class WrittenNewChildReplay(TypedDict):
    """Where the request repeats an earlier one with the same key. Everything else is as it is
    now; this is what was answered first.
    """

    at: str
    """When it was first answered."""
    status: Literal[200, 201, 202]
    """With which status."""
    answer: NewChild


class WrittenBudgetReplay(TypedDict):
    """Where the request repeats an earlier one with the same key. Everything else is as it is
    now; this is what was answered first.
    """

    at: str
    """When it was first answered."""
    status: Literal[200, 201, 202]
    """With which status."""
    answer: Budget


class WrittenChangedEnvelopeReplay(TypedDict):
    """Where the request repeats an earlier one with the same key. Everything else is as it is
    now; this is what was answered first.
    """

    at: str
    """When it was first answered."""
    status: Literal[200, 201, 202]
    """With which status."""
    answer: ChangedEnvelope


class WrittenEndedReservationReplay(TypedDict):
    """Where the request repeats an earlier one with the same key. Everything else is as it is
    now; this is what was answered first.
    """

    at: str
    """When it was first answered."""
    status: Literal[200, 201, 202]
    """With which status."""
    answer: Reservation


class WrittenSettlementReplay(TypedDict):
    """Where the request repeats an earlier one with the same key. Everything else is as it is
    now; this is what was answered first.
    """

    at: str
    """When it was first answered."""
    status: Literal[200, 201, 202]
    """With which status."""
    answer: Settlement


class WrittenPriceReplay(TypedDict):
    """Where the request repeats an earlier one with the same key. Everything else is as it is
    now; this is what was answered first.
    """

    at: str
    """When it was first answered."""
    status: Literal[200, 201, 202]
    """With which status."""
    answer: Price


class WrittenWebhookWithSecretReplay(TypedDict):
    """Where the request repeats an earlier one with the same key. Everything else is as it is
    now; this is what was answered first.
    """

    at: str
    """When it was first answered."""
    status: Literal[200, 201, 202]
    """With which status."""
    answer: WebhookWithSecret


class WrittenWebhookReplay(TypedDict):
    """Where the request repeats an earlier one with the same key. Everything else is as it is
    now; this is what was answered first.
    """

    at: str
    """When it was first answered."""
    status: Literal[200, 201, 202]
    """With which status."""
    answer: Webhook


class WrittenDeliveryReplay(TypedDict):
    """Where the request repeats an earlier one with the same key. Everything else is as it is
    now; this is what was answered first.
    """

    at: str
    """When it was first answered."""
    status: Literal[200, 201, 202]
    """With which status."""
    answer: Delivery


class WrittenMetersReplay(TypedDict):
    """Where the request repeats an earlier one with the same key. Everything else is as it is
    now; this is what was answered first.
    """

    at: str
    """When it was first answered."""
    status: Literal[200, 201, 202]
    """With which status."""
    answer: Meters


class WrittenMeterEventReplay(TypedDict):
    """Where the request repeats an earlier one with the same key. Everything else is as it is
    now; this is what was answered first.
    """

    at: str
    """When it was first answered."""
    status: Literal[200, 201, 202]
    """With which status."""
    answer: MeterEvent


class WrittenNewKeyReplay(TypedDict):
    """Where the request repeats an earlier one with the same key. Everything else is as it is
    now; this is what was answered first.
    """

    at: str
    """When it was first answered."""
    status: Literal[200, 201, 202]
    """With which status."""
    answer: NewKey


class WrittenKeysEndedReplay(TypedDict):
    """Where the request repeats an earlier one with the same key. Everything else is as it is
    now; this is what was answered first.
    """

    at: str
    """When it was first answered."""
    status: Literal[200, 201, 202]
    """With which status."""
    answer: KeysEnded
