//! Scripted API: a local HTTP/1.1 server on a loopback port, with plain threads.
//!
//! In: routes and their replies. Out: a URL, and all received requests.
//! It uses threads instead of tasks, so that a test that pauses tokio's clock does not stop the server. Dropping it
//! stops it, including scripted waits. A handler that panics fails the test: the client gets a 500, and dropping the
//! API panics with the handler's message.
//! Not here: TLS, HTTP/2 and proxies.

use std::fmt;
use std::io::BufReader;
use std::net::{Ipv4Addr, Shutdown, SocketAddr, TcpListener, TcpStream};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::thread::JoinHandle;

use serde_json::json;

use super::received::Received;
use super::reply::Reply;
use super::route::{Handler, RoutePattern, in_sequence};
use super::stop::StopSignal;

/// The script of an API. [`start`](Api::start) serves it.
///
/// ```
/// use cdk_core::testing::{Api, Reply};
/// use serde_json::json;
///
/// let api = Api::new()
///     .on("GET /v1/users", |request| match request.param("cursor") {
///         None => Reply::json(json!({ "data": [{ "id": 1 }], "next_cursor": "b" })),
///         Some(_) => Reply::json(json!({ "data": [{ "id": 2 }] })),
///     })
///     .on("GET /v1/users/{id}", |request| Reply::json(json!({ "id": request.capture("id") })))
///     .on_each("GET /v1/busy", [Reply::status(429).header("Retry-After", "0"), Reply::json(json!([]))])
///     .start();
///
/// assert!(api.url().starts_with("http://127.0.0.1:"));
/// assert_eq!(api.count("GET /v1/users"), 0);
/// ```
#[derive(Default)]
pub struct Api {
    routes: Vec<(RoutePattern, Handler)>,
    otherwise: Option<Handler>,
}

impl Api {
    /// An API without routes: every request gets a 404.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a route, such as `GET /v1/users/{id}`, answered by `handler`. Several threads may call the handler at the
    /// same time.
    /// The first matching route answers; the method `*` matches any method.
    ///
    /// # Panics
    /// If the route is not `METHOD /path`.
    #[must_use]
    pub fn on(mut self, route: &str, handler: impl Fn(&Received) -> Reply + Send + Sync + 'static) -> Self {
        self.routes.push((RoutePattern::new(route), Box::new(handler)));
        self
    }

    /// Adds a route with one reply per request, in order; the last reply repeats.
    ///
    /// # Panics
    /// As [`on`](Api::on).
    #[must_use]
    pub fn on_each(mut self, route: &str, replies: impl IntoIterator<Item = Reply>) -> Self {
        self.routes.push((RoutePattern::new(route), in_sequence(replies.into_iter().collect())));
        self
    }

    /// Answers the requests that no route matches. Default: a 404 that names the request.
    #[must_use]
    pub fn otherwise(mut self, handler: impl Fn(&Received) -> Reply + Send + Sync + 'static) -> Self {
        self.otherwise = Some(Box::new(handler));
        self
    }

    /// Serves on a free loopback port until the returned value is dropped.
    ///
    /// # Panics
    /// If no loopback port is available.
    pub fn start(self) -> RunningApi {
        self.start_at(0).expect("a loopback port is free")
    }

    /// Serves on this loopback port until the returned value is dropped. Port 0 is a free port.
    ///
    /// # Errors
    /// If the port is in use or needs other rights.
    pub fn start_at(self, port: u16) -> std::io::Result<RunningApi> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port))?;
        let address = listener.local_addr()?;
        let shared = Arc::new(Shared { routes: self.routes, otherwise: self.otherwise, ..Shared::default() });
        let thread = std::thread::spawn({
            let shared = Arc::clone(&shared);
            move || accept(&listener, &shared)
        });
        Ok(RunningApi { address, shared, thread: Some(thread) })
    }
}

/// A running scripted API. Dropping it stops the server.
///
/// # Panics
/// When dropped, if a handler has panicked; not if the test is already panicking.
pub struct RunningApi {
    address: SocketAddr,
    shared: Arc<Shared>,
    thread: Option<JoinHandle<()>>,
}

impl RunningApi {
    /// The base URL, `http://127.0.0.1:PORT`, without a trailing slash.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// All requests so far, in the order of arrival.
    pub fn requests(&self) -> Vec<Received> {
        locked(&self.shared.requests).clone()
    }

    /// The number of requests so far that match a route, such as `GET /v1/users/{id}`.
    ///
    /// # Panics
    /// If the route is not `METHOD /path`.
    pub fn count(&self, route: &str) -> usize {
        let pattern = RoutePattern::new(route);
        locked(&self.shared.requests).iter().filter(|request| pattern.captures(request).is_some()).count()
    }

    /// The messages of handlers that panicked. After this call, dropping the API does not panic for them.
    pub fn take_panics(&self) -> Vec<String> {
        std::mem::take(&mut locked(&self.shared.panics))
    }
}

impl fmt::Debug for Api {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.routes.iter().map(|(pattern, _)| pattern)).finish()
    }
}

impl fmt::Debug for RunningApi {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RunningApi").field("url", &self.url()).finish_non_exhaustive()
    }
}

impl Drop for RunningApi {
    fn drop(&mut self) {
        self.shared.stop.set();
        // Wakes the thread that waits for connections.
        drop(TcpStream::connect(self.address));
        if let Some(thread) = self.thread.take() {
            drop(thread.join());
        }
        let panics = self.take_panics();
        if !panics.is_empty() && !std::thread::panicking() {
            panic!("a handler of the scripted API panicked: {}", panics.join("; "));
        }
    }
}

#[derive(Default)]
struct Shared {
    routes: Vec<(RoutePattern, Handler)>,
    otherwise: Option<Handler>,
    requests: Mutex<Vec<Received>>,
    panics: Mutex<Vec<String>>,
    stop: StopSignal,
}

impl Shared {
    /// Records the request and finds its reply.
    fn reply(&self, request: Received) -> Reply {
        let route = self.routes.iter().find_map(|(pattern, handler)| Some((pattern.captures(&request)?, handler)));
        let route = route.or_else(|| Some((Vec::new(), self.otherwise.as_ref()?)));
        let Some((captures, handler)) = route else {
            let text = format!("no route for {} {}", request.method(), request.path());
            locked(&self.requests).push(request);
            return Reply::json(json!({ "error": text })).with_status(404);
        };
        let request = request.with_captures(captures);
        locked(&self.requests).push(request.clone());
        catch_unwind(AssertUnwindSafe(|| handler(&request))).unwrap_or_else(|panic| {
            let text = panic.downcast_ref::<String>().map(String::as_str).or(panic.downcast_ref::<&str>().copied());
            let text = format!("{} {}: {}", request.method(), request.path(), text.unwrap_or("no text"));
            locked(&self.panics).push(text);
            Reply::json(json!({ "error": "the handler panicked" })).with_status(500)
        })
    }
}

/// Accepts connections until the API stops, then closes the open ones.
fn accept(listener: &TcpListener, shared: &Arc<Shared>) {
    // Weak, so that a connection closes when its thread drops it.
    let mut connections: Vec<(Weak<TcpStream>, JoinHandle<()>)> = Vec::new();
    for connection in listener.incoming() {
        if shared.stop.is_set() {
            break;
        }
        let Ok(connection) = connection.map(Arc::new) else { continue };
        connections.retain(|(_, thread)| !thread.is_finished());
        let (handle, shared) = (Arc::downgrade(&connection), Arc::clone(shared));
        connections.push((handle, std::thread::spawn(move || serve(&connection, &shared))));
    }
    for (connection, thread) in connections {
        if let Some(connection) = connection.upgrade() {
            drop(connection.shutdown(Shutdown::Both));
        }
        drop(thread.join());
    }
}

/// Answers the requests of one connection in sequence until either side closes it.
fn serve(connection: &TcpStream, shared: &Shared) {
    let mut incoming = BufReader::new(connection);
    drop(connection.set_nodelay(true));
    while let Ok(Some(request)) = Received::read(&mut incoming) {
        let method = request.method().to_owned();
        let wants_close = request.header("connection").is_some_and(|value| value.eq_ignore_ascii_case("close"));
        let reply = shared.reply(request);
        let stays_open = reply.write(connection, &method, &shared.stop).unwrap_or(false);
        if !stays_open || wants_close || shared.stop.is_set() {
            break;
        }
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
