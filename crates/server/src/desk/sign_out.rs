//! `POST /desk/api/sign-out`: the token is forgotten.

use axum::extract::State;
use axum::http::StatusCode;

use crate::app::App;
use crate::app_error::AppError;
use crate::desk::authorize::SignedIn;
use crate::store::Tx;
use crate::token::TokenKind;

pub(super) async fn handle(
    State(app): State<App>,
    caller: SignedIn,
) -> Result<StatusCode, AppError> {
    let forget = move |tx: &mut Tx<'_>| -> Result<(), AppError> {
        tx.records().take_token(TokenKind::Desk, &caller.token, tx.now())?;
        Ok(())
    };
    app.store.write(forget).await?;
    app.desk.ring();
    Ok(StatusCode::NO_CONTENT)
}
