// SPDX-License-Identifier: AGPL-3.0-only
import { createContext } from 'svelte';
import type { Client } from './client.svelte';
import type { Preferences } from './preferences.svelte';
import type { Session } from './session.svelte';

export const [getSession, setSession] = createContext<Session>();
export const [getPreferences, setPreferences] = createContext<Preferences>();
/** Only inside the app, where somebody is logged in. */
export const [getClient, setClient] = createContext<Client>();
