//! Streams: all golden files in one connector, which this test compiles.

use cdk_core::prelude::*;

#[path = "golden/airbyte_schema.rs"]
mod airbyte_schema;
#[path = "golden/airtable.rs"]
mod airtable;
#[path = "golden/cassette.rs"]
mod cassette;
#[path = "golden/chargebee.rs"]
mod chargebee;
#[path = "golden/django_rest.rs"]
mod django_rest;
#[path = "golden/elasticsearch.rs"]
mod elasticsearch;
#[path = "golden/exchange_rates.rs"]
mod exchange_rates;
#[path = "golden/firebase.rs"]
mod firebase;
#[path = "golden/github.rs"]
mod github;
#[path = "golden/google_calendar.rs"]
mod google_calendar;
#[path = "golden/hubspot.rs"]
mod hubspot;
#[path = "golden/intercom.rs"]
mod intercom;
#[path = "golden/jira.rs"]
mod jira;
#[path = "golden/json_api.rs"]
mod json_api;
#[path = "golden/json_lines.rs"]
mod json_lines;
#[path = "golden/json_schema.rs"]
mod json_schema;
#[path = "golden/laravel.rs"]
mod laravel;
#[path = "golden/linear.rs"]
mod linear;
#[path = "golden/microsoft_graph.rs"]
mod microsoft_graph;
#[path = "golden/notion.rs"]
mod notion;
#[path = "golden/openapi_crm.rs"]
mod openapi_crm;
#[path = "golden/openapi_legacy.rs"]
mod openapi_legacy;
#[path = "golden/openapi_shop.rs"]
mod openapi_shop;
#[path = "golden/salesforce.rs"]
mod salesforce;
#[path = "golden/shopify.rs"]
mod shopify;
#[path = "golden/slack.rs"]
mod slack;
#[path = "golden/spring.rs"]
mod spring;
#[path = "golden/stripe.rs"]
mod stripe;
#[path = "golden/wikipedia.rs"]
mod wikipedia;
#[path = "golden/zendesk.rs"]
mod zendesk;

#[derive(Deserialize, JsonSchema)]
pub(crate) struct Config {}

#[derive(Source)]
#[source(
    name = "infer",
    config = Config,
    url_base = "https://api.example.com",
    streams(
        stripe::Customer,
        github::Issue,
        slack::User,
        shopify::Order,
        hubspot::Contact,
        notion::Page,
        jira::Search,
        zendesk::Ticket,
        airtable::Product,
        intercom::IntercomContact,
        linear::GraphqlIssue,
        salesforce::Account,
        microsoft_graph::GraphUser,
        google_calendar::Event,
        django_rest::DjangoProduct,
        laravel::Post,
        spring::SpringOrder,
        elasticsearch::Book,
        wikipedia::Article,
        exchange_rates::Latest,
        json_api::JsonApiArticle,
        firebase::Player,
        chargebee::Subscription,
        cassette::CassetteOrder,
        json_lines::LogEvent,
        json_schema::SchemaCustomer,
        airbyte_schema::AirbyteInvoice,
        openapi_shop::ShopCustomer,
        openapi_crm::Deal,
        openapi_legacy::Device,
    ),
)]
pub(crate) struct MySource;
