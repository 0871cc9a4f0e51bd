//! Events: the event types of each stream.
//!
//! Not included: events about a change of another object, and `invoice.upcoming`, whose invoice does not have an ID
//! yet.
//! Not here: how events are read (see `updates`).
//!
//! Source: <https://docs.stripe.com/api/events/types>.

use crate::streams::{
    ApplicationFees, ApplicationFeesRefunds, Authorizations, BankAccounts, Cardholders, Cards, Charges,
    CheckoutSessions, Coupons, CreditNotes, Customers, Disputes, EarlyFraudWarnings, ExternalAccountBankAccounts,
    ExternalAccountCards, InvoiceItems, Invoices, PaymentIntents, PaymentMethods, Payouts, Plans, Prices, Products,
    PromotionCodes, Refunds, Reviews, SetupIntents, SubscriptionSchedule, Subscriptions, TopUps, Transactions,
    Transfers,
};
use crate::updates::Updates;

/// `Stream "its object": "prefix of the event types": their endings;`. `WITHIN = "list"`: the objects are also nested
/// in other objects. `HAS_TIMES = false`: the stream's list has no filter by creation time.
macro_rules! updates {
    ($($stream:ident $object:literal $(WITHIN = $within:literal)? $(HAS_TIMES = $has_times:literal)?: $($stem:literal: $($kind:ident)+),+;)+) => {$(
        impl Updates for $stream {
            const OBJECT: &str = $object;
            const EVENTS: &[&str] = &[$($(concat!($stem, ".", stringify!($kind))),+),+];
            $(const WITHIN: Option<&str> = Some($within);)?
            $(const HAS_TIMES: bool = $has_times;)?
        }
    )+};
}

updates! {
    ApplicationFees "application_fee": "application_fee": created refunded;
    ApplicationFeesRefunds "fee_refund" WITHIN = "refunds" HAS_TIMES = false: "application_fee": refunded, "application_fee.refund": updated;
    Authorizations "issuing.authorization": "issuing_authorization": created request updated;
    BankAccounts "bank_account" HAS_TIMES = false: "customer.source": created deleted expiring updated;
    Cardholders "issuing.cardholder": "issuing_cardholder": created updated;
    Cards "issuing.card": "issuing_card": created updated;
    Charges "charge": "charge": captured expired failed pending refunded succeeded updated;
    CheckoutSessions "checkout.session" HAS_TIMES = false: "checkout.session": async_payment_failed async_payment_succeeded completed expired;
    Coupons "coupon": "coupon": created deleted updated;
    CreditNotes "credit_note" HAS_TIMES = false: "credit_note": created updated voided;
    Customers "customer": "customer": created deleted updated;
    Disputes "dispute": "charge.dispute": closed created funds_reinstated funds_withdrawn updated;
    EarlyFraudWarnings "radar.early_fraud_warning" HAS_TIMES = false: "radar.early_fraud_warning": created updated;
    ExternalAccountBankAccounts "bank_account" HAS_TIMES = false: "account.external_account": created deleted updated;
    ExternalAccountCards "card" HAS_TIMES = false: "account.external_account": created deleted updated;
    InvoiceItems "invoiceitem": "invoiceitem": created deleted updated;
    Invoices "invoice": "invoice": created deleted finalization_failed finalized marked_uncollectible overdue paid payment_action_required payment_failed payment_succeeded sent updated voided will_be_due;
    PaymentIntents "payment_intent": "payment_intent": amount_capturable_updated canceled created partially_funded payment_failed processing requires_action succeeded;
    PaymentMethods "payment_method" HAS_TIMES = false: "payment_method": attached automatically_updated detached updated;
    Payouts "payout": "payout": canceled created failed paid reconciliation_completed updated;
    Plans "plan": "plan": created deleted updated;
    Prices "price": "price": created deleted updated;
    Products "product": "product": created deleted updated;
    PromotionCodes "promotion_code": "promotion_code": created updated;
    Refunds "refund": "refund": created updated, "charge.refund": updated;
    Reviews "review": "review": closed opened;
    SetupIntents "setup_intent": "setup_intent": canceled created requires_action setup_failed succeeded;
    SubscriptionSchedule "subscription_schedule": "subscription_schedule": aborted canceled completed created expiring released updated;
    Subscriptions "subscription": "customer.subscription": created deleted paused pending_update_applied pending_update_expired resumed trial_will_end updated;
    TopUps "topup": "topup": canceled created failed reversed succeeded;
    Transactions "issuing.transaction": "issuing_transaction": created updated;
    Transfers "transfer": "transfer": created reversed updated;
}
