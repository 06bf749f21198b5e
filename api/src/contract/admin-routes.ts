/** Doors of the audit log, of notifications and of standing approvals. */
import {
  AuditEntry,
  AuditHead,
  AuditVerdict,
  ErasedPerson,
  ExportedPerson,
  PersonQuery,
  VerifyQuery,
} from './audit.ts';
import { listOf, ListQuery } from './common.ts';
import {
  ApprovalChoice,
  BuildingApproval,
  NotificationChoice,
  Notifications,
  StandingApproval,
} from './notices.ts';
import type { Route } from './route.ts';

export const adminRoutes = {
  listAudit: {
    method: 'get',
    path: '/api/audit',
    summary: 'Who did what with whose rights, oldest first.',
    role: 'Places.Admin',
    query: ListQuery,
    answers: { 200: { about: 'entries', schema: listOf(AuditEntry) } },
    problems: [400],
  },
  auditHead: {
    method: 'get',
    path: '/api/audit/head',
    summary: 'The end of the audit log, to be kept elsewhere.',
    role: 'Places.Admin',
    answers: { 200: { about: 'number and hash of the last entry', schema: AuditHead } },
  },
  verifyAudit: {
    method: 'get',
    path: '/api/audit/verify',
    summary: 'Checks the whole audit log, also against a head that was kept elsewhere.',
    role: 'Places.Admin',
    query: VerifyQuery,
    answers: { 200: { about: 'verdict', schema: AuditVerdict } },
    problems: [400],
  },
  eraseAuditPerson: {
    method: 'delete',
    path: '/api/audit/people/{userId}',
    summary: 'Makes everything stored forget who a person is; the entries of the audit log stay.',
    role: 'Places.Admin',
    query: PersonQuery,
    answers: { 200: { about: 'whether the person was known', schema: ErasedPerson } },
    problems: [400, 409],
  },
  exportPerson: {
    method: 'get',
    path: '/api/audit/people/{userId}',
    summary: 'Everything stored that names a person.',
    role: 'Places.Admin',
    query: PersonQuery,
    answers: { 200: { about: 'rows and entries', schema: ExportedPerson } },
    problems: [400],
  },
  getNotifications: {
    method: 'get',
    path: '/api/settings/notifications',
    summary: 'Where reports go, and how the channel is doing.',
    role: 'Places.Viewer',
    answers: { 200: { about: 'channel and mail', schema: Notifications } },
  },
  putNotifications: {
    method: 'put',
    path: '/api/settings/notifications',
    summary: 'Chooses the channel for reports, and whether there is mail.',
    role: 'Places.Admin',
    body: NotificationChoice,
    answers: { 200: { about: 'channel and mail', schema: Notifications } },
    problems: [415, 422],
  },
  listApprovals: {
    method: 'get',
    path: '/api/approvals',
    summary: 'The buildings that help desk may sync from chat. A page goes over buildings and may be empty.',
    role: 'Places.Viewer',
    query: ListQuery,
    answers: { 200: { about: 'standing approvals', schema: listOf(BuildingApproval) } },
    problems: [400],
  },
  getApproval: {
    method: 'get',
    path: '/api/buildings/{buildingId}/approval',
    summary: 'Whether help desk may sync this building from chat.',
    role: 'Places.Viewer',
    answers: { 200: { about: 'standing approval', schema: StandingApproval } },
    problems: [404],
  },
  putApproval: {
    method: 'put',
    path: '/api/buildings/{buildingId}/approval',
    summary:
      'Lets help desk sync this building from chat as long as nothing in the plan is risky, or stops that.',
    role: 'Places.Admin',
    body: ApprovalChoice,
    answers: { 200: { about: 'standing approval', schema: StandingApproval } },
    problems: [404, 415, 422],
  },
} as const satisfies Record<string, Route>;
