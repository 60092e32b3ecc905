//! What the server answers: the page, the state of an article, and what becomes of it.

use super::article::{Decision, Reviewed};
use super::http::{Request, Response};
use super::page;
use super::save::Trouble;
use super::state::Review;
use crate::problem::Problem;
use serde::Deserialize;
use serde_json::{Value, json};

/// What a request to decide says.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct DecideFile {
    finding: usize,
    decision: Decision,
}

/// What a change is answered with.
pub enum ReviewAnswer {
    /// This.
    Whole(Response),
    /// The article of this number as it is then, with what is to be told.
    State {
        /// The status.
        status: u16,
        /// The article.
        number: usize,
        /// What is to be told.
        told: Value,
    },
}

impl From<Response> for ReviewAnswer {
    fn from(response: Response) -> Self {
        Self::Whole(response)
    }
}

impl Review {
    /// Answers a request that changes nothing.
    pub fn show(&self, request: &Request) -> Response {
        match (&*request.method, &parts(request)[..]) {
            ("GET", [""]) => page::page(self),
            ("GET", ["articles"]) => Response::json(200, &self.list()),
            ("GET", ["articles", number]) => match self.number(number) {
                Some(number) => self.state(200, number, Value::Null),
                None => missing(),
            },
            ("GET", _) => missing(),
            _ => Response::refusal(405, "This server answers GET and POST."),
        }
    }

    /// Does what a request asks for that changes something.
    pub fn change(&mut self, request: &Request) -> ReviewAnswer {
        match &parts(request)[..] {
            ["articles", number, action] => match self.number(number) {
                Some(number) => self.act(number, action, request),
                None => missing().into(),
            },
            _ => missing().into(),
        }
    }

    fn number(&self, number: &str) -> Option<usize> {
        let digits = !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit());
        number.parse().ok().filter(|n| digits && *n < self.articles.len())
    }

    fn list(&self) -> Value {
        let one = |(number, a): (usize, &Reviewed)| json!({ "number": number, "version": a.version, "decided": a.decided(), "findings": a.decisions.len() });
        Value::Array(self.articles.iter().enumerate().map(one).collect())
    }

    /// The article of this number as it is now, with what is to be told.
    pub fn state(&self, status: u16, number: usize, told: Value) -> Response {
        let article = &self.articles[number];
        let mut state = json!({
            "number": number,
            "version": article.version,
            "decided": article.decided(),
            "findings": article.decisions.len(),
            "html": page::section(self, number).into_string(),
            "rules": page::rule_pages(self, number),
        });
        if let (Some(state), Value::Object(told)) = (state.as_object_mut(), told) {
            state.extend(told);
        }
        Response::json(status, &state).with("ETag", format!("\"{}\"", article.version))
    }

    fn act(&mut self, number: usize, action: &str, request: &Request) -> ReviewAnswer {
        if request.header("content-type").and_then(|t| t.split(';').next()) != Some("application/json") {
            return Response::refusal(400, "The request is no JSON.").into();
        }
        let Some(seen) = request.header("if-match") else {
            return Response::refusal(428, "The request does not say which version it saw.").into();
        };
        if seen.trim_matches('"').parse() != Ok(self.articles[number].version) {
            let told =
                "This article was changed in another tab. It is shown as it is now; what you did last was not done.";
            return ReviewAnswer::State { status: 412, number, told: json!({ "message": told }) };
        }
        let refused = |message: &str| json!({ "message": message });
        let article = &mut self.articles[number];
        let told = match action {
            "decide" => {
                let DecideFile { finding, decision } = match serde_json::from_slice(&request.body) {
                    Ok(decide) => decide,
                    Err(error) => {
                        return Response::refusal(400, &format!("The request is not understood: {error}")).into();
                    }
                };
                if let Err(why) = article.decide(finding, decision) {
                    return ReviewAnswer::State { status: 422, number, told: refused(&why) };
                }
                Value::Null
            }
            "accept-safe" => {
                let count = article.accept_safe();
                json!({ "message": format!("Safe corrections accepted: {count}.") })
            }
            "discard" => {
                article.discard();
                json!({ "message": "All findings are open again." })
            }
            "undo" if !article.undo() => json!({ "message": "There is nothing to undo." }),
            "redo" if !article.redo() => json!({ "message": "There is nothing to redo." }),
            "undo" | "redo" => Value::Null,
            "save" => return self.save(number),
            "reload" => return self.reload(number),
            _ => return Response::refusal(404, "There is no such action.").into(),
        };
        self.keep(number, 200, told)
    }

    /// Keeps what is decided about an article, and answers with it.
    fn keep(&self, number: usize, status: u16, mut told: Value) -> ReviewAnswer {
        if let Err(failure) = self.store.keep(&self.articles[number], &self.rules) {
            told = json!({ "message": format!("What you decide is not kept beyond this session: {failure}") });
        }
        ReviewAnswer::State { status, number, told }
    }

    fn save(&mut self, number: usize) -> ReviewAnswer {
        let article = &mut self.articles[number];
        let governing = &self.governing[article.governing];
        match article.save(&self.rules, governing, self.known.as_mut()) {
            Ok((message, problems)) => {
                let problems: Vec<String> = problems.iter().map(words).collect();
                let message = [message].into_iter().chain(problems.clone()).collect::<Vec<_>>().join(" ");
                self.keep(number, 200, json!({ "message": message, "saved": true, "failed": !problems.is_empty() }))
            }
            Err(Trouble::Changed) => {
                let name = &article.name;
                let message = format!(
                    "{name} was changed by someone else since it was opened. Nothing was saved; what you decided is kept. Read the file again to go on: your decisions are carried over where they still fit."
                );
                ReviewAnswer::State { status: 409, number, told: json!({ "message": message, "changed": true }) }
            }
            Err(Trouble::Failed(failure)) => {
                ReviewAnswer::State { status: 409, number, told: json!({ "message": words(&failure), "failed": true }) }
            }
        }
    }

    /// Reads the article of this number again; decisions are carried over where they fit.
    fn reload(&mut self, number: usize) -> ReviewAnswer {
        let article = &mut self.articles[number];
        let text = match crate::formats::plain::read(&article.path) {
            Ok(text) => text,
            Err(error) => {
                let message = format!("{}: {error}. What you decided is kept.", article.name);
                return ReviewAnswer::State {
                    status: 409,
                    number,
                    told: json!({ "message": message, "failed": true }),
                };
            }
        };
        let carried = article.carried(&self.rules);
        let all = carried.len();
        article.renew(text, &self.governing[article.governing].linter, self.known.as_ref());
        let lost = article.carry(carried, &self.rules);
        let message = match lost {
            0 => format!("{} was read again; all {all} decisions fit.", article.name),
            _ => format!(
                "{} was read again. {} of {all} decisions fit; {lost} are about words that are no longer there.",
                article.name,
                all - lost
            ),
        };
        self.keep(number, 200, json!({ "message": message }))
    }
}

fn missing() -> Response {
    Response::refusal(404, "There is no such page.")
}

fn parts(request: &Request) -> Vec<&str> {
    request.target.split('/').skip(1).collect()
}

/// A failure with its remedy, in sentences.
fn words(failure: &Problem) -> String {
    let end = |text: &str| if text.ends_with(['.', '!']) { text.to_owned() } else { format!("{text}.") };
    match &failure.remedy {
        Some(remedy) => format!("{} {}", end(&failure.head()), end(remedy)),
        None => end(&failure.head()),
    }
}
