import type { AnyRule } from '../src/model/rule.ts'
import accessUnion from './access-union.ts'
import addedCapability from './added-capability.ts'
import borrowedTag from './borrowed-tag.ts'
import broadAdmin from './broad-admin.ts'
import customSelinux from './custom-selinux.ts'
import debugOn from './debug-on.ts'
import destructiveCulling from './destructive-culling.ts'
import dummyAuthenticator from './dummy-authenticator.ts'
import duplicateKey from './duplicate-key.ts'
import floatingImageTag from './floating-image-tag.ts'
import hostNamespace from './host-namespace.ts'
import hostPath from './host-path.ts'
import hostPort from './host-port.ts'
import hostProbe from './host-probe.ts'
import hostProcess from './host-process.ts'
import hubWillNotStart from './hub-will-not-start.ts'
import idOutOfRange from './id-out-of-range.ts'
import inertAccessSetting from './inert-access-setting.ts'
import invalidImage from './invalid-image.ts'
import lapsedExemption from './lapsed-exemption.ts'
import legacyKey from './legacy-key.ts'
import lostText from './lost-text.ts'
import metadataServerReachable from './metadata-server-reachable.ts'
import missingCulling from './missing-culling.ts'
import networkPolicyOff from './network-policy-off.ts'
import noCpuLimit from './no-cpu-limit.ts'
import noHttps from './no-https.ts'
import noMemoryLimit from './no-memory-limit.ts'
import nobodyAllowed from './nobody-allowed.ts'
import nothingJudged from './nothing-judged.ts'
import opaqueConfig from './opaque-config.ts'
import openAccess from './open-access.ts'
import openMetrics from './open-metrics.ts'
import privilegeEscalation from './privilege-escalation.ts'
import privilegedContainer from './privileged-container.ts'
import privilegedMetadataBlocker from './privileged-metadata-blocker.ts'
import profileNeverSpawns from './profile-never-spawns.ts'
import rbacOff from './rbac-off.ts'
import rejectedByChart from './rejected-by-chart.ts'
import rootUser from './root-user.ts'
import secretInValues from './secret-in-values.ts'
import serviceAccountToken from './service-account-token.ts'
import slowCulling from './slow-culling.ts'
import unboundedNamedServers from './unbounded-named-servers.ts'
import unconfinedApparmor from './unconfined-apparmor.ts'
import unconfinedSeccomp from './unconfined-seccomp.ts'
import undigestedImage from './undigested-image.ts'
import undroppedCapability from './undropped-capability.ts'
import unexpandedPlaceholder from './unexpanded-placeholder.ts'
import unknownAuthenticatorClass from './unknown-authenticator-class.ts'
import unknownKey from './unknown-key.ts'
import unlistedChartVersion from './unlisted-chart-version.ts'
import unlistedRegistry from './unlisted-registry.ts'
import unlistedVolumeType from './unlisted-volume-type.ts'
import unmaskedProc from './unmasked-proc.ts'
import unreadableYaml from './unreadable-yaml.ts'
import unsafeSysctl from './unsafe-sysctl.ts'
import unsetNonRoot from './unset-non-root.ts'
import unsetResources from './unset-resources.ts'
import unsetSeccomp from './unset-seccomp.ts'
import untaggedImage from './untagged-image.ts'
import uselessSuppression from './useless-suppression.ts'
import userChosenImage from './user-chosen-image.ts'
import userSchedulerOn from './user-scheduler-on.ts'
import volatileDatabase from './volatile-database.ts'
import vulnerableVersion from './vulnerable-version.ts'
import weakSecret from './weak-secret.ts'
import yamlSurprise from './yaml-surprise.ts'

/** Every rule, in alphabetical order. A rule is added by its file here and one line below. */
export const rules: readonly AnyRule[] = [
  accessUnion,
  addedCapability,
  borrowedTag,
  broadAdmin,
  customSelinux,
  debugOn,
  destructiveCulling,
  dummyAuthenticator,
  duplicateKey,
  floatingImageTag,
  hostNamespace,
  hostPath,
  hostPort,
  hostProbe,
  hostProcess,
  hubWillNotStart,
  idOutOfRange,
  inertAccessSetting,
  invalidImage,
  lapsedExemption,
  legacyKey,
  lostText,
  metadataServerReachable,
  missingCulling,
  networkPolicyOff,
  noCpuLimit,
  noHttps,
  noMemoryLimit,
  nobodyAllowed,
  nothingJudged,
  opaqueConfig,
  openAccess,
  openMetrics,
  privilegeEscalation,
  privilegedContainer,
  privilegedMetadataBlocker,
  profileNeverSpawns,
  rbacOff,
  rejectedByChart,
  rootUser,
  secretInValues,
  serviceAccountToken,
  slowCulling,
  unboundedNamedServers,
  unconfinedApparmor,
  unconfinedSeccomp,
  undigestedImage,
  undroppedCapability,
  unexpandedPlaceholder,
  unknownAuthenticatorClass,
  unknownKey,
  unlistedChartVersion,
  unlistedRegistry,
  unlistedVolumeType,
  unmaskedProc,
  unreadableYaml,
  unsafeSysctl,
  unsetNonRoot,
  unsetResources,
  unsetSeccomp,
  untaggedImage,
  uselessSuppression,
  userChosenImage,
  userSchedulerOn,
  volatileDatabase,
  vulnerableVersion,
  weakSecret,
  yamlSurprise,
]
