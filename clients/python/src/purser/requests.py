# Made from docs/openapi.json by `npm run openapi`: not to be changed by hand.
"""A request for each operation of the API: `purser.send(requests.get_budget(id))` answers it with its status."""

from __future__ import annotations

from typing import Literal

from purser._request import Request
from purser.schema import (
    Amount,
    ApproveBody,
    Balance,
    BatchBody,
    BatchResults,
    BudgetPage,
    BudgetState,
    BudgetTree,
    BudgetWithUsage,
    ChangeStateBody,
    ChargeBody,
    CloseBody,
    CommitBody,
    CountedWindows,
    CreateBudgetBody,
    CreateWebhookBody,
    Decision,
    DelegateBody,
    DeliveryPage,
    DeliveryState,
    DenialCode,
    DismissClaimBody,
    DisputeState,
    EntryPage,
    EnvelopeBody,
    EstimateBody,
    Estimates,
    ExplainedEntry,
    ExtendBody,
    FoundEntryPage,
    FullEnvelopePage,
    FundBody,
    GetBudgetTreeExpand,
    GetReservationExpand,
    GetSpendGroupBy,
    IssueKeyBody,
    Key,
    KeyPage,
    ListApprovalsExpand,
    ListBudgetsExpand,
    ListBudgetsOrder,
    ListEntriesKind,
    ListEntriesOutcome,
    ListReservationsOrderBy,
    MeterEventPage,
    MetersCustomerFrom,
    MetersWithStatus,
    OpenDisputeBody,
    OpenSessionPage,
    Past,
    PastScope,
    PastWindow,
    PayeeCommitBody,
    PayeeReleaseBody,
    Price,
    PriceInForce,
    PricePage,
    Principal,
    PurposeBody,
    RefundBody,
    RejectBody,
    RejectDisputeBody,
    ReleaseBody,
    ReservationDetails,
    ReservationPage,
    ReserveBody,
    RetryMeterEventBody,
    RevokeKeyBody,
    RevokeKeysBody,
    RotateKeyBody,
    RunExtendBody,
    RunReleaseBody,
    RunResult,
    Session,
    SetMetersBody,
    SetPriceBody,
    SettleClaimBody,
    Settlement,
    SettlementState,
    SignIn,
    SignInBody,
    Spend,
    Statement,
    UpdateBudgetBody,
    UpdateEnvelopeBody,
    UpdateWebhookBody,
    UpholdDisputeBody,
    Verification,
    Webhook,
    WebhookPage,
    WrittenBudget,
    WrittenChangedEnvelope,
    WrittenClaimedReservation,
    WrittenDelivery,
    WrittenEndedReservation,
    WrittenHeldReservation,
    WrittenKeysEnded,
    WrittenMeterEvent,
    WrittenMeters,
    WrittenNewBudget,
    WrittenNewChild,
    WrittenNewKey,
    WrittenPendingReservation,
    WrittenPrice,
    WrittenReservation,
    WrittenSettlement,
    WrittenWebhook,
    WrittenWebhookWithSecret,
)


def create_budget(
    body: CreateBudgetBody,
    *,
    idempotency_key: str | None = None,
    deadline: float | None = None,
) -> Request[WrittenNewBudget]:
    return Request(
        "POST",
        "/v1/budgets",
        body=body,
        idempotency_key=idempotency_key,
        deadline=deadline,
    )


def list_budgets(
    *,
    limit: int | None = None,
    cursor: str | None = None,
    parent_id: str | None = None,
    within: str | None = None,
    roots_only: bool | None = None,
    open_only: bool | None = None,
    state: BudgetState | None = None,
    overdrawn: bool | None = None,
    q: str | None = None,
    name: str | None = None,
    ref: str | None = None,
    metadata: list[str] | None = None,
    order: ListBudgetsOrder | None = None,
    expand: list[ListBudgetsExpand] | None = None,
    deadline: float | None = None,
) -> Request[BudgetPage]:
    return Request(
        "GET",
        "/v1/budgets",
        query={
            "limit": limit,
            "cursor": cursor,
            "parentId": parent_id,
            "within": within,
            "rootsOnly": roots_only,
            "openOnly": open_only,
            "state": state,
            "overdrawn": overdrawn,
            "q": q,
            "name": name,
            "ref": ref,
            "metadata": metadata,
            "order": order,
            "expand": expand,
        },
        deadline=deadline,
    )


def delegate_budget(
    id: str,
    body: DelegateBody,
    *,
    idempotency_key: str | None = None,
    deadline: float | None = None,
) -> Request[WrittenNewChild]:
    return Request(
        "POST",
        "/v1/budgets/{id}/children",
        ids={"id": id},
        body=body,
        idempotency_key=idempotency_key,
        deadline=deadline,
    )


def get_budget(id: str, *, deadline: float | None = None) -> Request[BudgetWithUsage]:
    return Request("GET", "/v1/budgets/{id}", ids={"id": id}, deadline=deadline)


def update_budget(
    id: str,
    body: UpdateBudgetBody,
    *,
    if_match: int,
    idempotency_key: str | None = None,
    deadline: float | None = None,
) -> Request[WrittenBudget]:
    return Request(
        "PATCH",
        "/v1/budgets/{id}",
        ids={"id": id},
        body=body,
        if_match=if_match,
        idempotency_key=idempotency_key,
        deadline=deadline,
    )


def get_budget_tree(
    id: str,
    *,
    depth: int | None = None,
    limit: int | None = None,
    expand: list[GetBudgetTreeExpand] | None = None,
    deadline: float | None = None,
) -> Request[BudgetTree]:
    return Request(
        "GET",
        "/v1/budgets/{id}/tree",
        ids={"id": id},
        query={"depth": depth, "limit": limit, "expand": expand},
        deadline=deadline,
    )


def fund_budget(
    id: str,
    body: FundBody,
    *,
    idempotency_key: str | None = None,
    deadline: float | None = None,
) -> Request[WrittenBudget]:
    return Request(
        "POST",
        "/v1/budgets/{id}/fund",
        ids={"id": id},
        body=body,
        idempotency_key=idempotency_key,
        deadline=deadline,
    )


def defund_budget(
    id: str,
    body: FundBody,
    *,
    idempotency_key: str | None = None,
    deadline: float | None = None,
) -> Request[WrittenBudget]:
    return Request(
        "POST",
        "/v1/budgets/{id}/defund",
        ids={"id": id},
        body=body,
        idempotency_key=idempotency_key,
        deadline=deadline,
    )


def freeze_budget(
    id: str,
    body: ChangeStateBody | None = None,
    *,
    if_match: int | None = None,
    idempotency_key: str | None = None,
    deadline: float | None = None,
) -> Request[WrittenBudget]:
    return Request(
        "POST",
        "/v1/budgets/{id}/freeze",
        ids={"id": id},
        body=body,
        if_match=if_match,
        idempotency_key=idempotency_key,
        deadline=deadline,
    )


def resume_budget(
    id: str,
    body: ChangeStateBody | None = None,
    *,
    if_match: int | None = None,
    idempotency_key: str | None = None,
    deadline: float | None = None,
) -> Request[WrittenBudget]:
    return Request(
        "POST",
        "/v1/budgets/{id}/resume",
        ids={"id": id},
        body=body,
        if_match=if_match,
        idempotency_key=idempotency_key,
        deadline=deadline,
    )


def close_budget(
    id: str,
    body: CloseBody | None = None,
    *,
    if_match: int | None = None,
    idempotency_key: str | None = None,
    deadline: float | None = None,
) -> Request[WrittenBudget]:
    return Request(
        "POST",
        "/v1/budgets/{id}/close",
        ids={"id": id},
        body=body,
        if_match=if_match,
        idempotency_key=idempotency_key,
        deadline=deadline,
    )


def list_fullest_envelopes(
    *,
    share_from: str | None = None,
    budget_id: str | None = None,
    expand: list[Literal["budget"]] | None = None,
    limit: int | None = None,
    cursor: str | None = None,
    deadline: float | None = None,
) -> Request[FullEnvelopePage]:
    return Request(
        "GET",
        "/v1/envelopes",
        query={
            "shareFrom": share_from,
            "budgetId": budget_id,
            "expand": expand,
            "limit": limit,
            "cursor": cursor,
        },
        deadline=deadline,
    )


def create_envelope(
    id: str,
    body: EnvelopeBody,
    *,
    if_match: int,
    idempotency_key: str | None = None,
    deadline: float | None = None,
) -> Request[WrittenChangedEnvelope]:
    return Request(
        "POST",
        "/v1/budgets/{id}/envelopes",
        ids={"id": id},
        body=body,
        if_match=if_match,
        idempotency_key=idempotency_key,
        deadline=deadline,
    )


def update_envelope(
    id: str,
    body: UpdateEnvelopeBody,
    *,
    if_match: int,
    idempotency_key: str | None = None,
    deadline: float | None = None,
) -> Request[WrittenChangedEnvelope]:
    return Request(
        "PATCH",
        "/v1/envelopes/{id}",
        ids={"id": id},
        body=body,
        if_match=if_match,
        idempotency_key=idempotency_key,
        deadline=deadline,
    )


def delete_envelope(
    id: str,
    *,
    if_match: int,
    idempotency_key: str | None = None,
    deadline: float | None = None,
) -> Request[WrittenChangedEnvelope]:
    return Request(
        "DELETE",
        "/v1/envelopes/{id}",
        ids={"id": id},
        if_match=if_match,
        idempotency_key=idempotency_key,
        deadline=deadline,
    )


def get_envelope_windows(
    id: str,
    *,
    key: str | None = None,
    last: int | None = None,
    deadline: float | None = None,
) -> Request[CountedWindows]:
    return Request(
        "GET",
        "/v1/envelopes/{id}/windows",
        ids={"id": id},
        query={"key": key, "last": last},
        deadline=deadline,
    )


def get_baseline(
    id: str,
    *,
    window: PastWindow | None = None,
    window_days: int | None = None,
    scope: PastScope | None = None,
    deadline: float | None = None,
) -> Request[Past]:
    return Request(
        "GET",
        "/v1/budgets/{id}/baseline",
        ids={"id": id},
        query={"window": window, "windowDays": window_days, "scope": scope},
        deadline=deadline,
    )


def create_reservation(
    body: ReserveBody,
    *,
    idempotency_key: str | None = None,
    deadline: float | None = None,
) -> Request[WrittenEndedReservation | WrittenHeldReservation | WrittenPendingReservation]:
    return Request(
        "POST",
        "/v1/reservations",
        body=body,
        idempotency_key=idempotency_key,
        deadline=deadline,
    )


def list_reservations(
    *,
    limit: int | None = None,
    cursor: str | None = None,
    budget_id: str | None = None,
    subtree: bool | None = None,
    order_by: ListReservationsOrderBy | None = None,
    order: ListBudgetsOrder | None = None,
    created_from: str | None = None,
    created_to: str | None = None,
    settled_from: str | None = None,
    settled_to: str | None = None,
    state: list[SettlementState] | None = None,
    claimed: bool | None = None,
    dispute: list[DisputeState] | None = None,
    principal: str | None = None,
    run_id: str | None = None,
    task_id: str | None = None,
    vendor: list[str] | None = None,
    category: str | None = None,
    item: str | None = None,
    external_id: str | None = None,
    outcome_type: str | None = None,
    metadata: list[str] | None = None,
    expand: list[ListApprovalsExpand] | None = None,
    deadline: float | None = None,
) -> Request[ReservationPage]:
    return Request(
        "GET",
        "/v1/reservations",
        query={
            "limit": limit,
            "cursor": cursor,
            "budgetId": budget_id,
            "subtree": subtree,
            "orderBy": order_by,
            "order": order,
            "createdFrom": created_from,
            "createdTo": created_to,
            "settledFrom": settled_from,
            "settledTo": settled_to,
            "state": state,
            "claimed": claimed,
            "dispute": dispute,
            "principal": principal,
            "runId": run_id,
            "taskId": task_id,
            "vendor": vendor,
            "category": category,
            "item": item,
            "externalId": external_id,
            "outcomeType": outcome_type,
            "metadata": metadata,
            "expand": expand,
        },
        deadline=deadline,
    )


def get_reservation(
    id: str,
    *,
    expand: list[GetReservationExpand] | None = None,
    wait_seconds: int | None = None,
    deadline: float | None = None,
) -> Request[ReservationDetails]:
    return Request(
        "GET",
        "/v1/reservations/{id}",
        ids={"id": id},
        query={"expand": expand, "waitSeconds": wait_seconds},
        deadline=deadline,
        wait=wait_seconds or 0,
    )


def batch_reservations(body: BatchBody, *, deadline: float | None = None) -> Request[BatchResults]:
    return Request("POST", "/v1/reservations/batch", body=body, deadline=deadline)


def commit_reservation(
    id: str,
    body: CommitBody,
    *,
    idempotency_key: str | None = None,
    deadline: float | None = None,
) -> Request[WrittenReservation | WrittenClaimedReservation]:
    return Request(
        "POST",
        "/v1/reservations/{id}/commit",
        ids={"id": id},
        body=body,
        idempotency_key=idempotency_key,
        deadline=deadline,
    )


def release_reservation(
    id: str,
    body: ReleaseBody | None = None,
    *,
    idempotency_key: str | None = None,
    deadline: float | None = None,
) -> Request[WrittenReservation]:
    return Request(
        "POST",
        "/v1/reservations/{id}/release",
        ids={"id": id},
        body=body,
        idempotency_key=idempotency_key,
        deadline=deadline,
    )


def extend_reservation(
    id: str,
    body: ExtendBody,
    *,
    idempotency_key: str | None = None,
    deadline: float | None = None,
) -> Request[WrittenReservation]:
    return Request(
        "POST",
        "/v1/reservations/{id}/extend",
        ids={"id": id},
        body=body,
        idempotency_key=idempotency_key,
        deadline=deadline,
    )


def revoke_settlement_token(
    id: str,
    body: ReleaseBody | None = None,
    *,
    idempotency_key: str | None = None,
    deadline: float | None = None,
) -> Request[WrittenReservation]:
    return Request(
        "DELETE",
        "/v1/reservations/{id}/settlement-token",
        ids={"id": id},
        body=body,
        idempotency_key=idempotency_key,
        deadline=deadline,
    )


def refund_reservation(
    id: str,
    body: RefundBody,
    *,
    idempotency_key: str | None = None,
    deadline: float | None = None,
) -> Request[WrittenReservation]:
    return Request(
        "POST",
        "/v1/reservations/{id}/refund",
        ids={"id": id},
        body=body,
        idempotency_key=idempotency_key,
        deadline=deadline,
    )


def record_charge(
    id: str,
    body: ChargeBody,
    *,
    idempotency_key: str | None = None,
    deadline: float | None = None,
) -> Request[WrittenReservation | WrittenClaimedReservation]:
    return Request(
        "POST",
        "/v1/budgets/{id}/charges",
        ids={"id": id},
        body=body,
        idempotency_key=idempotency_key,
        deadline=deadline,
    )


def settle_claim(
    id: str,
    body: SettleClaimBody | None = None,
    *,
    idempotency_key: str | None = None,
    deadline: float | None = None,
) -> Request[WrittenReservation]:
    return Request(
        "POST",
        "/v1/reservations/{id}/claim/settle",
        ids={"id": id},
        body=body,
        idempotency_key=idempotency_key,
        deadline=deadline,
    )


def dismiss_claim(
    id: str,
    body: DismissClaimBody,
    *,
    idempotency_key: str | None = None,
    deadline: float | None = None,
) -> Request[WrittenReservation]:
    return Request(
        "POST",
        "/v1/reservations/{id}/claim/dismiss",
        ids={"id": id},
        body=body,
        idempotency_key=idempotency_key,
        deadline=deadline,
    )


def open_dispute(
    id: str,
    body: OpenDisputeBody,
    *,
    idempotency_key: str | None = None,
    deadline: float | None = None,
) -> Request[WrittenReservation]:
    return Request(
        "POST",
        "/v1/reservations/{id}/dispute",
        ids={"id": id},
        body=body,
        idempotency_key=idempotency_key,
        deadline=deadline,
    )


def uphold_dispute(
    id: str,
    body: UpholdDisputeBody,
    *,
    idempotency_key: str | None = None,
    deadline: float | None = None,
) -> Request[WrittenReservation]:
    return Request(
        "POST",
        "/v1/reservations/{id}/dispute/uphold",
        ids={"id": id},
        body=body,
        idempotency_key=idempotency_key,
        deadline=deadline,
    )


def reject_dispute(
    id: str,
    body: RejectDisputeBody,
    *,
    idempotency_key: str | None = None,
    deadline: float | None = None,
) -> Request[WrittenReservation]:
    return Request(
        "POST",
        "/v1/reservations/{id}/dispute/reject",
        ids={"id": id},
        body=body,
        idempotency_key=idempotency_key,
        deadline=deadline,
    )


def withdraw_dispute(
    id: str,
    body: ReleaseBody | None = None,
    *,
    idempotency_key: str | None = None,
    deadline: float | None = None,
) -> Request[WrittenReservation]:
    return Request(
        "POST",
        "/v1/reservations/{id}/dispute/withdraw",
        ids={"id": id},
        body=body,
        idempotency_key=idempotency_key,
        deadline=deadline,
    )


def get_settlement(*, deadline: float | None = None) -> Request[Settlement]:
    return Request("GET", "/v1/settlements/self", deadline=deadline)


def commit_settlement(
    body: PayeeCommitBody,
    *,
    idempotency_key: str | None = None,
    deadline: float | None = None,
) -> Request[WrittenSettlement]:
    return Request(
        "POST",
        "/v1/settlements/self/commit",
        body=body,
        idempotency_key=idempotency_key,
        deadline=deadline,
    )


def release_settlement(
    body: PayeeReleaseBody | None = None,
    *,
    idempotency_key: str | None = None,
    deadline: float | None = None,
) -> Request[WrittenSettlement]:
    return Request(
        "POST",
        "/v1/settlements/self/release",
        body=body,
        idempotency_key=idempotency_key,
        deadline=deadline,
    )


def extend_run(
    run_id: str,
    body: RunExtendBody,
    *,
    idempotency_key: str | None = None,
    deadline: float | None = None,
) -> Request[RunResult]:
    return Request(
        "POST",
        "/v1/runs/{runId}/extend",
        ids={"runId": run_id},
        body=body,
        idempotency_key=idempotency_key,
        deadline=deadline,
    )


def release_run(
    run_id: str,
    body: RunReleaseBody,
    *,
    idempotency_key: str | None = None,
    deadline: float | None = None,
) -> Request[RunResult]:
    return Request(
        "POST",
        "/v1/runs/{runId}/release",
        ids={"runId": run_id},
        body=body,
        idempotency_key=idempotency_key,
        deadline=deadline,
    )


def list_approvals(
    *,
    limit: int | None = None,
    cursor: str | None = None,
    budget_id: str | None = None,
    subtree: bool | None = None,
    expand: list[ListApprovalsExpand] | None = None,
    deadline: float | None = None,
) -> Request[ReservationPage]:
    return Request(
        "GET",
        "/v1/approvals",
        query={
            "limit": limit,
            "cursor": cursor,
            "budgetId": budget_id,
            "subtree": subtree,
            "expand": expand,
        },
        deadline=deadline,
    )


def approve_reservation(
    id: str,
    body: ApproveBody | None = None,
    *,
    idempotency_key: str | None = None,
    deadline: float | None = None,
) -> Request[WrittenReservation]:
    return Request(
        "POST",
        "/v1/reservations/{id}/approve",
        ids={"id": id},
        body=body,
        idempotency_key=idempotency_key,
        deadline=deadline,
    )


def reject_reservation(
    id: str,
    body: RejectBody,
    *,
    idempotency_key: str | None = None,
    deadline: float | None = None,
) -> Request[WrittenReservation]:
    return Request(
        "POST",
        "/v1/reservations/{id}/reject",
        ids={"id": id},
        body=body,
        idempotency_key=idempotency_key,
        deadline=deadline,
    )


def create_decision(body: PurposeBody, *, deadline: float | None = None) -> Request[Decision]:
    return Request("POST", "/v1/decisions", body=body, deadline=deadline)


def set_price(
    id: str,
    body: SetPriceBody,
    *,
    if_match: int,
    idempotency_key: str | None = None,
    deadline: float | None = None,
) -> Request[WrittenPrice]:
    return Request(
        "PUT",
        "/v1/budgets/{id}/prices",
        ids={"id": id},
        body=body,
        if_match=if_match,
        idempotency_key=idempotency_key,
        deadline=deadline,
    )


def list_prices(
    id: str,
    *,
    limit: int | None = None,
    cursor: str | None = None,
    vendor: str | None = None,
    item: str | None = None,
    ended: bool | None = None,
    deadline: float | None = None,
) -> Request[PricePage]:
    return Request(
        "GET",
        "/v1/budgets/{id}/prices",
        ids={"id": id},
        query={"limit": limit, "cursor": cursor, "vendor": vendor, "item": item, "ended": ended},
        deadline=deadline,
    )


def find_price(
    *,
    budget_id: str,
    vendor: str,
    item: str,
    deadline: float | None = None,
) -> Request[PriceInForce]:
    return Request(
        "GET",
        "/v1/prices",
        query={"budgetId": budget_id, "vendor": vendor, "item": item},
        deadline=deadline,
    )


def get_price(id: str, *, deadline: float | None = None) -> Request[Price]:
    return Request("GET", "/v1/prices/{id}", ids={"id": id}, deadline=deadline)


def withdraw_price(
    id: str,
    *,
    if_match: int,
    idempotency_key: str | None = None,
    deadline: float | None = None,
) -> Request[WrittenPrice]:
    return Request(
        "DELETE",
        "/v1/prices/{id}",
        ids={"id": id},
        if_match=if_match,
        idempotency_key=idempotency_key,
        deadline=deadline,
    )


def create_estimate(body: EstimateBody, *, deadline: float | None = None) -> Request[Estimates]:
    return Request("POST", "/v1/estimates", body=body, deadline=deadline)


def list_entries(
    id: str,
    *,
    limit: int | None = None,
    cursor: str | None = None,
    order: ListBudgetsOrder | None = None,
    after_version: int | None = None,
    kind: ListEntriesKind | None = None,
    outcome: ListEntriesOutcome | None = None,
    reservation_id: str | None = None,
    deadline: float | None = None,
) -> Request[EntryPage]:
    return Request(
        "GET",
        "/v1/budgets/{id}/entries",
        ids={"id": id},
        query={
            "limit": limit,
            "cursor": cursor,
            "order": order,
            "afterVersion": after_version,
            "kind": kind,
            "outcome": outcome,
            "reservationId": reservation_id,
        },
        deadline=deadline,
    )


def get_entry(
    id: str,
    version: str,
    *,
    expand: list[Literal["path"]] | None = None,
    deadline: float | None = None,
) -> Request[ExplainedEntry]:
    return Request(
        "GET",
        "/v1/budgets/{id}/entries/{version}",
        ids={"id": id, "version": version},
        query={"expand": expand},
        deadline=deadline,
    )


def get_balance(
    id: str,
    *,
    at: str | None = None,
    deadline: float | None = None,
) -> Request[Balance]:
    return Request(
        "GET",
        "/v1/budgets/{id}/balance",
        ids={"id": id},
        query={"at": at},
        deadline=deadline,
    )


def verify_budget(id: str, *, deadline: float | None = None) -> Request[Verification]:
    return Request("GET", "/v1/budgets/{id}/verify", ids={"id": id}, deadline=deadline)


def search_entries(
    *,
    limit: int | None = None,
    cursor: str | None = None,
    budget_id: str | None = None,
    scope: PastScope | None = None,
    order: ListBudgetsOrder | None = None,
    from_: str | None = None,
    to: str | None = None,
    kind: list[ListEntriesKind] | None = None,
    outcome: ListEntriesOutcome | None = None,
    code: DenialCode | None = None,
    principal: str | None = None,
    vendor: str | None = None,
    run_id: str | None = None,
    external_id: str | None = None,
    outcome_type: str | None = None,
    reservation_id: str | None = None,
    metadata: list[str] | None = None,
    profile: Literal["focus"] | None = None,
    billing_currency: str | None = None,
    billing_rate: Amount | None = None,
    expand: list[MetersCustomerFrom] | None = None,
    deadline: float | None = None,
) -> Request[FoundEntryPage]:
    return Request(
        "GET",
        "/v1/entries",
        query={
            "limit": limit,
            "cursor": cursor,
            "budgetId": budget_id,
            "scope": scope,
            "order": order,
            "from": from_,
            "to": to,
            "kind": kind,
            "outcome": outcome,
            "code": code,
            "principal": principal,
            "vendor": vendor,
            "runId": run_id,
            "externalId": external_id,
            "outcomeType": outcome_type,
            "reservationId": reservation_id,
            "metadata": metadata,
            "profile": profile,
            "billingCurrency": billing_currency,
            "billingRate": billing_rate,
            "expand": expand,
        },
        deadline=deadline,
    )


def get_spend(
    *,
    budget_id: str,
    from_: str | None = None,
    to: str | None = None,
    group_by: list[GetSpendGroupBy | str] | None = None,
    labels: list[str] | None = None,
    vendor: str | None = None,
    category: str | None = None,
    item: str | None = None,
    run_id: str | None = None,
    principal: str | None = None,
    code: DenialCode | None = None,
    timezone: str | None = None,
    limit: int | None = None,
    cursor: str | None = None,
    deadline: float | None = None,
) -> Request[Spend]:
    return Request(
        "GET",
        "/v1/spend",
        query={
            "budgetId": budget_id,
            "from": from_,
            "to": to,
            "groupBy": group_by,
            "labels": labels,
            "vendor": vendor,
            "category": category,
            "item": item,
            "runId": run_id,
            "principal": principal,
            "code": code,
            "timezone": timezone,
            "limit": limit,
            "cursor": cursor,
        },
        deadline=deadline,
    )


def get_statement(id: str, month: str, *, deadline: float | None = None) -> Request[Statement]:
    return Request(
        "GET",
        "/v1/budgets/{id}/statements/{month}",
        ids={"id": id, "month": month},
        deadline=deadline,
    )


def create_webhook(
    body: CreateWebhookBody,
    *,
    idempotency_key: str | None = None,
    deadline: float | None = None,
) -> Request[WrittenWebhookWithSecret]:
    return Request(
        "POST",
        "/v1/webhooks",
        body=body,
        idempotency_key=idempotency_key,
        deadline=deadline,
    )


def list_webhooks(
    *,
    limit: int | None = None,
    cursor: str | None = None,
    budget_id: str | None = None,
    subtree: bool | None = None,
    deadline: float | None = None,
) -> Request[WebhookPage]:
    return Request(
        "GET",
        "/v1/webhooks",
        query={"limit": limit, "cursor": cursor, "budgetId": budget_id, "subtree": subtree},
        deadline=deadline,
    )


def get_webhook(id: str, *, deadline: float | None = None) -> Request[Webhook]:
    return Request("GET", "/v1/webhooks/{id}", ids={"id": id}, deadline=deadline)


def update_webhook(
    id: str,
    body: UpdateWebhookBody,
    *,
    idempotency_key: str | None = None,
    deadline: float | None = None,
) -> Request[WrittenWebhook]:
    return Request(
        "PATCH",
        "/v1/webhooks/{id}",
        ids={"id": id},
        body=body,
        idempotency_key=idempotency_key,
        deadline=deadline,
    )


def delete_webhook(
    id: str,
    *,
    idempotency_key: str | None = None,
    deadline: float | None = None,
) -> Request[WrittenWebhook]:
    return Request(
        "DELETE",
        "/v1/webhooks/{id}",
        ids={"id": id},
        idempotency_key=idempotency_key,
        deadline=deadline,
    )


def rotate_webhook_secret(
    id: str,
    *,
    idempotency_key: str | None = None,
    deadline: float | None = None,
) -> Request[WrittenWebhookWithSecret]:
    return Request(
        "POST",
        "/v1/webhooks/{id}/rotate",
        ids={"id": id},
        idempotency_key=idempotency_key,
        deadline=deadline,
    )


def test_webhook(
    id: str,
    *,
    idempotency_key: str | None = None,
    deadline: float | None = None,
) -> Request[WrittenDelivery]:
    return Request(
        "POST",
        "/v1/webhooks/{id}/test",
        ids={"id": id},
        idempotency_key=idempotency_key,
        deadline=deadline,
    )


def list_deliveries(
    id: str,
    *,
    limit: int | None = None,
    cursor: str | None = None,
    state: DeliveryState | None = None,
    deadline: float | None = None,
) -> Request[DeliveryPage]:
    return Request(
        "GET",
        "/v1/webhooks/{id}/deliveries",
        ids={"id": id},
        query={"limit": limit, "cursor": cursor, "state": state},
        deadline=deadline,
    )


def redeliver(
    id: str,
    delivery_id: str,
    *,
    idempotency_key: str | None = None,
    deadline: float | None = None,
) -> Request[WrittenDelivery]:
    return Request(
        "POST",
        "/v1/webhooks/{id}/deliveries/{deliveryId}/redeliver",
        ids={"id": id, "deliveryId": delivery_id},
        idempotency_key=idempotency_key,
        deadline=deadline,
    )


def park_delivery(
    id: str,
    delivery_id: str,
    *,
    idempotency_key: str | None = None,
    deadline: float | None = None,
) -> Request[WrittenDelivery]:
    return Request(
        "POST",
        "/v1/webhooks/{id}/deliveries/{deliveryId}/park",
        ids={"id": id, "deliveryId": delivery_id},
        idempotency_key=idempotency_key,
        deadline=deadline,
    )


def set_meters(
    id: str,
    body: SetMetersBody,
    *,
    idempotency_key: str | None = None,
    deadline: float | None = None,
) -> Request[WrittenMeters]:
    return Request(
        "PUT",
        "/v1/budgets/{id}/meters",
        ids={"id": id},
        body=body,
        idempotency_key=idempotency_key,
        deadline=deadline,
    )


def get_meters(id: str, *, deadline: float | None = None) -> Request[MetersWithStatus]:
    return Request("GET", "/v1/budgets/{id}/meters", ids={"id": id}, deadline=deadline)


def delete_meters(
    id: str,
    *,
    idempotency_key: str | None = None,
    deadline: float | None = None,
) -> Request[WrittenMeters]:
    return Request(
        "DELETE",
        "/v1/budgets/{id}/meters",
        ids={"id": id},
        idempotency_key=idempotency_key,
        deadline=deadline,
    )


def list_meter_events(
    id: str,
    *,
    limit: int | None = None,
    cursor: str | None = None,
    state: DeliveryState | None = None,
    deadline: float | None = None,
) -> Request[MeterEventPage]:
    return Request(
        "GET",
        "/v1/budgets/{id}/meters/events",
        ids={"id": id},
        query={"limit": limit, "cursor": cursor, "state": state},
        deadline=deadline,
    )


def retry_meter_event(
    id: str,
    event_id: str,
    body: RetryMeterEventBody | None = None,
    *,
    idempotency_key: str | None = None,
    deadline: float | None = None,
) -> Request[WrittenMeterEvent]:
    return Request(
        "POST",
        "/v1/budgets/{id}/meters/events/{eventId}/retry",
        ids={"id": id, "eventId": event_id},
        body=body,
        idempotency_key=idempotency_key,
        deadline=deadline,
    )


def skip_meter_event(
    id: str,
    event_id: str,
    *,
    idempotency_key: str | None = None,
    deadline: float | None = None,
) -> Request[WrittenMeterEvent]:
    return Request(
        "POST",
        "/v1/budgets/{id}/meters/events/{eventId}/skip",
        ids={"id": id, "eventId": event_id},
        idempotency_key=idempotency_key,
        deadline=deadline,
    )


def get_principal(*, deadline: float | None = None) -> Request[Principal]:
    return Request("GET", "/v1/principal", deadline=deadline)


def issue_key(
    id: str,
    body: IssueKeyBody,
    *,
    idempotency_key: str | None = None,
    deadline: float | None = None,
) -> Request[WrittenNewKey]:
    return Request(
        "POST",
        "/v1/budgets/{id}/keys",
        ids={"id": id},
        body=body,
        idempotency_key=idempotency_key,
        deadline=deadline,
    )


def list_keys(
    id: str,
    *,
    limit: int | None = None,
    cursor: str | None = None,
    subtree: bool | None = None,
    deadline: float | None = None,
) -> Request[KeyPage]:
    return Request(
        "GET",
        "/v1/budgets/{id}/keys",
        ids={"id": id},
        query={"limit": limit, "cursor": cursor, "subtree": subtree},
        deadline=deadline,
    )


def revoke_keys(
    id: str,
    body: RevokeKeysBody | None = None,
    *,
    idempotency_key: str | None = None,
    deadline: float | None = None,
) -> Request[WrittenKeysEnded]:
    return Request(
        "POST",
        "/v1/budgets/{id}/keys/revoke",
        ids={"id": id},
        body=body,
        idempotency_key=idempotency_key,
        deadline=deadline,
    )


def get_key(id: str, *, deadline: float | None = None) -> Request[Key]:
    return Request("GET", "/v1/keys/{id}", ids={"id": id}, deadline=deadline)


def revoke_key(
    id: str,
    body: RevokeKeyBody | None = None,
    *,
    idempotency_key: str | None = None,
    deadline: float | None = None,
) -> Request[WrittenKeysEnded]:
    return Request(
        "DELETE",
        "/v1/keys/{id}",
        ids={"id": id},
        body=body,
        idempotency_key=idempotency_key,
        deadline=deadline,
    )


def rotate_key(
    id: str,
    body: RotateKeyBody | None = None,
    *,
    idempotency_key: str | None = None,
    deadline: float | None = None,
) -> Request[WrittenNewKey]:
    return Request(
        "POST",
        "/v1/keys/{id}/rotate",
        ids={"id": id},
        body=body,
        idempotency_key=idempotency_key,
        deadline=deadline,
    )


def get_sign_in(*, deadline: float | None = None) -> Request[SignIn]:
    return Request("GET", "/v1/sign-in", deadline=deadline)


def open_session(body: SignInBody, *, deadline: float | None = None) -> Request[Session]:
    return Request("POST", "/v1/sessions", body=body, deadline=deadline)


def list_sessions(
    *,
    limit: int | None = None,
    cursor: str | None = None,
    holder: str | None = None,
    deadline: float | None = None,
) -> Request[OpenSessionPage]:
    return Request(
        "GET",
        "/v1/sessions",
        query={"limit": limit, "cursor": cursor, "holder": holder},
        deadline=deadline,
    )


def get_session(*, deadline: float | None = None) -> Request[Session]:
    return Request("GET", "/v1/sessions/self", deadline=deadline)
