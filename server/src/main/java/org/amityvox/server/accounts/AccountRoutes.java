// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.accounts;

import static org.amityvox.server.accounts.AccountError.ALREADY_SET_UP;
import static org.amityvox.server.accounts.AccountError.INVALID_CREDENTIALS;
import static org.amityvox.server.accounts.AccountError.INVALID_SETUP_SECRET;
import static org.amityvox.server.accounts.AccountError.INVALID_USERNAME;
import static org.amityvox.server.accounts.AccountError.INVITE_NOT_FOUND;
import static org.amityvox.server.accounts.AccountError.INVITE_REQUIRED;
import static org.amityvox.server.accounts.AccountError.PASSWORD_TOO_LONG;
import static org.amityvox.server.accounts.AccountError.PASSWORD_TOO_SHORT;
import static org.amityvox.server.accounts.AccountError.REGISTRATION_CLOSED;
import static org.amityvox.server.accounts.AccountError.SESSION_NOT_FOUND;
import static org.amityvox.server.accounts.AccountError.SIGN_IN_BUSY;
import static org.amityvox.server.accounts.AccountError.USERNAME_TAKEN;
import static org.amityvox.server.accounts.AccountError.WRONG_PASSWORD;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.amityvox.server.kernel.Secret;
import org.amityvox.server.kernel.SessionId;
import org.amityvox.server.platform.config.Registration;
import org.amityvox.server.platform.http.Bucket;
import org.amityvox.server.platform.http.Call;
import org.amityvox.server.platform.http.Endpoint;
import org.amityvox.server.platform.http.RouteSpec;
import org.amityvox.server.platform.http.Routes;
import org.jspecify.annotations.Nullable;

/// Set-up, registration, log-in and one's own account.
final class AccountRoutes implements Routes {
    private static final RouteSpec SETUP_STATE = RouteSpec.anyone(
                    "Tells whether the instance is set up and how people get accounts")
            .reply(200, AccountApi.SetupState.class);
    private static final RouteSpec SET_UP = RouteSpec.anyone("Makes the first administrator")
            .limit(Bucket.SIGN_IN_ADDRESS)
            .body(AccountApi.SetupRequest.class)
            .reply(201, AccountApi.SignedIn.class)
            .errors(
                    INVALID_SETUP_SECRET,
                    ALREADY_SET_UP,
                    INVALID_USERNAME,
                    PASSWORD_TOO_SHORT,
                    PASSWORD_TOO_LONG,
                    USERNAME_TAKEN,
                    SIGN_IN_BUSY);
    private static final RouteSpec REGISTER = RouteSpec.anyone("Makes an account, and joins the invite's guild")
            .limit(Bucket.SIGN_IN_ADDRESS)
            .body(AccountApi.RegisterRequest.class)
            .reply(201, AccountApi.SignedIn.class)
            .errors(
                    REGISTRATION_CLOSED,
                    INVITE_REQUIRED,
                    INVALID_USERNAME,
                    PASSWORD_TOO_SHORT,
                    PASSWORD_TOO_LONG,
                    USERNAME_TAKEN,
                    INVITE_NOT_FOUND,
                    SIGN_IN_BUSY);
    private static final RouteSpec LOG_IN = RouteSpec.anyone("Signs in")
            .limit(Bucket.SIGN_IN_ADDRESS)
            .body(AccountApi.LoginRequest.class)
            .reply(200, AccountApi.SignedIn.class)
            .errors(INVALID_CREDENTIALS, SIGN_IN_BUSY);
    private static final RouteSpec LOG_OUT = RouteSpec.user("Ends this session, its sockets included");
    private static final RouteSpec SELF =
            RouteSpec.user("Gives one's own account").reply(200, AccountApi.SelfUser.class);
    private static final RouteSpec UPDATE = RouteSpec.user("Changes one's own account")
            .body(AccountApi.UpdateRequest.class)
            .reply(200, AccountApi.SelfUser.class);

    private static final RouteSpec SESSIONS = RouteSpec.user(
                    "Lists the devices on which one is signed in, the one that was used last first")
            .replyList(AccountApi.Session.class);
    private static final RouteSpec END_SESSION = RouteSpec.user("Ends one of one's own sessions, its sockets included")
            .errors(SESSION_NOT_FOUND);
    private static final RouteSpec CHANGE_PASSWORD = RouteSpec.user(
                    "Changes one's own password and ends all other sessions")
            .body(AccountApi.PasswordChangeRequest.class)
            .errors(WRONG_PASSWORD, PASSWORD_TOO_SHORT, PASSWORD_TOO_LONG, SIGN_IN_BUSY);

    private final AccountService accounts;
    private final SessionService sessions;
    private final InstanceService instance;
    private final Registration registration;

    AccountRoutes(
            AccountService accounts, SessionService sessions, InstanceService instance, Registration registration) {
        this.accounts = accounts;
        this.sessions = sessions;
        this.instance = instance;
        this.registration = registration;
    }

    @Override
    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get("/setup", SETUP_STATE, this::setupState),
                Endpoint.post("/setup", SET_UP, this::setUp),
                Endpoint.post("/auth/register", REGISTER, this::register),
                Endpoint.post("/auth/login", LOG_IN, this::logIn),
                Endpoint.post("/auth/logout", LOG_OUT, this::logOut),
                Endpoint.post("/auth/password", CHANGE_PASSWORD, this::changePassword),
                Endpoint.get("/users/@me", SELF, this::self),
                Endpoint.get("/users/@me/sessions", SESSIONS, this::sessions),
                Endpoint.delete("/users/@me/sessions/{session}", END_SESSION, this::endSession),
                Endpoint.patch("/users/@me", UPDATE, this::update));
    }

    private void setupState(Call call) {
        call.reply(new AccountApi.SetupState(
                instance.setupSecret().isPresent(), registration.name().toLowerCase(Locale.ROOT), instance.name()));
    }

    private void setUp(Call call) {
        var request = call.body(AccountApi.SetupRequest.class);
        call.reply(view(accounts.setUp(
                Secret.of(text(request.secret())),
                login(request.username(), request.password()),
                Optional.ofNullable(request.instanceName()).map(String::strip),
                device(call))));
    }

    private void register(Call call) {
        var request = call.body(AccountApi.RegisterRequest.class);
        var login = login(request.username(), request.password());
        limitAccount(call, login.username());
        call.reply(view(accounts.register(login, Optional.ofNullable(request.invite()), device(call))));
    }

    private void logIn(Call call) {
        var request = call.body(AccountApi.LoginRequest.class);
        var login = login(request.username(), request.password());
        limitAccount(call, login.username());
        call.reply(view(accounts.logIn(login, device(call))));
    }

    private void logOut(Call call) {
        sessions.logOut(call.actor());
        call.replyNothing();
    }

    private void self(Call call) {
        call.reply(AccountApi.SelfUser.of(accounts.self(call.actor())));
    }

    private void update(Call call) {
        var request = call.body(AccountApi.UpdateRequest.class);
        call.reply(AccountApi.SelfUser.of(accounts.update(call.actor(), request.displayName(), request.status())));
    }

    private void changePassword(Call call) {
        var request = call.body(AccountApi.PasswordChangeRequest.class);
        limitAccount(call, accounts.self(call.actor()).profile().username());
        accounts.changePassword(
                call.actor(), Secret.of(text(request.currentPassword())), Secret.of(text(request.newPassword())));
        call.replyNothing();
    }

    private void sessions(Call call) {
        call.reply(
                sessions.list(call.actor()).stream().map(AccountApi.Session::of).toList());
    }

    private void endSession(Call call) {
        sessions.end(call.actor(), call.pathId("session", SessionId::new, SESSION_NOT_FOUND));
        call.replyNothing();
    }

    private static Device device(Call call) {
        return new Device(call.userAgent(), call.clientAddress());
    }

    private static void limitAccount(Call call, String username) {
        call.limit(Bucket.SIGN_IN_ACCOUNT, username.toLowerCase(Locale.ROOT));
    }

    private static AccountService.Login login(@Nullable String username, @Nullable String password) {
        return new AccountService.Login(text(username).strip(), Secret.of(text(password)));
    }

    /// The body's check has seen that it is there.
    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }

    private static AccountApi.SignedIn view(AccountService.SignIn signIn) {
        return new AccountApi.SignedIn(
                AccountApi.SelfUser.of(signIn.account()), signIn.token().reveal());
    }
}
