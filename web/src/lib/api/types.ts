// SPDX-License-Identifier: AGPL-3.0-only
import type { components } from './schema';

type Schemas = components['schemas'];

export type User = Schemas['User'];
export type SelfUser = Schemas['SelfUser'];
export type Guild = Schemas['Guild'];
export type GuildMember = Schemas['GuildMember'];
export type Channel = Schemas['Channel'];
export type ChannelWithPermissions = Schemas['ChannelView'];
export type Role = Schemas['Role'];
export type Override = Schemas['Override'];
export type Ban = Schemas['Ban'];
export type GuildAccess = Schemas['GuildAccess'];
export type AuditLogEntry = Schemas['AuditLogEntry'];
export type Message = Schemas['Message'];
export type Invite = Schemas['Invite'];
export type ReadState = Schemas['ReadState'];
export type Presence = Schemas['Presence'];
/** One log-in of the account, on whichever device. */
export type DeviceSession = Schemas['Session'];
export type Ready = Schemas['Ready'];
export type ReadyGuild = Schemas['ReadyGuild'];
