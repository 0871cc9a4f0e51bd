//! Types of nested objects, one file per topic. Objects with the same fields share one type.
//!
//! In: Stripe's documentation for API version 2022-11-15, and the types that Airbyte's own connector announces. Out:
//! types whose fields are all optional, so that objects of older or newer accounts are valid.
//! An `Object` or `Value` is used for free-form values (metadata), for objects with dozens of variants, for recursive
//! types, and if the two sources disagree about the type.
//! Not here: the fields of records (see `streams`).

mod account;
mod address;
mod balance;
mod card;
mod charge;
mod charge_details;
mod checkout;
mod checkout_payment;
mod intent;
mod invoice;
mod invoice_payment;
mod issuing;
mod issuing_purchase;
mod list;
mod next_action;
mod object;
mod payment_method;
mod payment_method_details;
mod person;
mod price;
mod source;
mod subscription;

pub(crate) use account::{
    AccountController, AccountRequirements, AccountSettings, AccountTermsAcceptance, BusinessProfile, Capabilities,
    RequirementAlternative, RequirementError, TermsAcceptance,
};
pub(crate) use address::{Address, BillingDetails, JapanAddress, PackageDimensions, Shipping};
pub(crate) use balance::{
    BalanceTransaction, BankAccount, Card, EventData, Fee, FeeRefund, FeeSource, FileLink, TransferData,
    TransferReversal,
};
pub(crate) use card::{
    CardChecks, ChargedCard, ChargedCardPresent, ChargedInterac, MethodCard, MethodCardPresent, MethodInterac,
    ThreeDSecure,
};
pub(crate) use charge::{
    BrowserSession, DisputedMethod, EvidenceDetails, FraudDetails, Location, Outcome, Refund, RefundDestination,
};
pub(crate) use charge_details::{
    BankRedirect, ChargedEps, ChargedGiropay, ChargedIdeal, ChargedMultibanco, ChargedP24, ChargedSepaDebit,
    ChargedSofort,
};
pub(crate) use checkout::{
    AfterExpiration, CheckoutCustomer, CheckoutField, CheckoutTax, CheckoutTexts, Consent, ConsentCollection,
    CurrencyConversion, InvoiceCreation, LineDiscount, ShippingCountries, ShippingOption, TotalDetails,
};
pub(crate) use checkout_payment::CheckoutMethodOptions;
pub(crate) use intent::{AmountDetails, ApiError, Processing, SetupDetails, SetupOptions};
pub(crate) use invoice::{
    AutomaticTax, CreditNoteLineItem, CustomField, CustomerInvoiceSettings, CustomerTaxId, DiscountAmount, FromInvoice,
    Issuer, Liability, LineItem, LineTax, ProrationDetails, Rendering, RenderingOptions, ShippingCost,
    StatusTransitions, SubscriptionDetails, Switch, TaxAmount,
};
pub(crate) use invoice_payment::{InvoicePaymentSettings, SubscriptionPaymentSettings};
pub(crate) use issuing::{
    AuthorizationRequest, CardShipping, CardholderBilling, CardholderCompany, CardholderIndividual,
    CardholderRequirements, CashAmountDetails, IssuedCard, IssuedCardholder, MerchantData, PendingRequest,
    SpendingControls, VerificationData,
};
pub(crate) use issuing_purchase::{IssuedTransaction, PurchaseDetails};
pub(crate) use list::List;
pub(crate) use next_action::NextAction;
pub(crate) use object::{IdOrObject, Object};
pub(crate) use payment_method::{
    AcssDebit, AutomaticMethods, BacsDebit, BecsDebit, Boleto, Cashapp, ChosenBank, Ideal, InCountry,
    MethodConfiguration, PaymentMethod, SepaDebit,
};
pub(crate) use payment_method_details::PaymentMethodDetails;
pub(crate) use person::{Company, DateOfBirth, Person, PersonRequirements, PersonVerification, Relationship};
pub(crate) use price::{
    CodeRestrictions, Coupon, Discount, FixedAmount, Period, Plan, PlanTier, Price, ProductFeature, Recurring, TaxRate,
};
pub(crate) use source::Source;
pub(crate) use subscription::{
    BillingThresholds, CancellationDetails, CurrentPhase, ItemBillingThresholds, PauseCollection, PendingItemInterval,
    PendingUpdate, ScheduleDefaults, SchedulePhase, SubscriptionItem, TransferShare, TrialSettings,
};
