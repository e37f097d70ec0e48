//! One HTTP request, with a time limit.

use chirrup_core::{Method, Request, Response, TransportError};
use gloo_net::http::RequestBuilder;
use web_sys::{AbortController, AbortSignal};

use super::Guard;
use super::task::Task;
use super::timer::Timer;

/// Headers that core reads.
const READ: [&str; 3] = ["x-amzn-errortype", "retry-after", "date"];

/// Aborts when dropped; an answered request is past that.
struct Abort(Option<AbortController>);

impl Drop for Abort {
    fn drop(&mut self) {
        if let Some(controller) = &self.0 {
            controller.abort();
        }
    }
}

/// Makes a request. Dropping the guard aborts it, and nothing is answered.
pub(super) fn request(
    request: Request,
    answer: Box<dyn FnOnce(Result<Response, TransportError>)>,
) -> Guard {
    let controller = AbortController::new().ok();
    let signal = controller.as_ref().map(AbortController::signal);
    let time_up = Abort(controller.clone());
    let limit = Timer::after(u64::from(request.timeout_millis), Box::new(move || drop(time_up)));
    let task = Task::spawn(async move {
        let result = fetch(&request, signal.as_ref()).await;
        answer(result.map_err(|_| TransportError));
    });
    // In this order: the task first, so that the abort is not heard as an answer.
    Guard::of((task, limit, Abort(controller)))
}

async fn fetch(
    request: &Request,
    signal: Option<&AbortSignal>,
) -> Result<Response, gloo_net::Error> {
    let mut builder =
        RequestBuilder::new(&request.url).method(method(request.method)).abort_signal(signal);
    for (name, value) in &request.headers {
        builder = builder.header(name, value.reveal());
    }
    let body = request.body.reveal();
    let built = if body.is_empty() { builder.build()? } else { builder.body(body)? };
    let response = built.send().await?;
    let headers = response.headers();
    let read = READ.iter().filter_map(|name| Some(((*name).into(), headers.get(name)?)));
    Ok(Response {
        status: response.status(),
        headers: read.collect(),
        body: response.text().await?,
    })
}

fn method(method: Method) -> gloo_net::http::Method {
    match method {
        Method::Get => gloo_net::http::Method::GET,
        Method::Post => gloo_net::http::Method::POST,
        Method::Put => gloo_net::http::Method::PUT,
        Method::Delete => gloo_net::http::Method::DELETE,
    }
}
