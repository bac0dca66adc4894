import type { AnyRule } from '../src/model/rule.ts'
import addedCapability from './added-capability.ts'
import borrowedTag from './borrowed-tag.ts'
import customSelinux from './custom-selinux.ts'
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
import inertAccessSetting from './inert-access-setting.ts'
import invalidImage from './invalid-image.ts'
import lapsedExemption from './lapsed-exemption.ts'
import lostText from './lost-text.ts'
import metadataServerReachable from './metadata-server-reachable.ts'
import missingCulling from './missing-culling.ts'
import nobodyAllowed from './nobody-allowed.ts'
import nothingJudged from './nothing-judged.ts'
import opaqueConfig from './opaque-config.ts'
import openAccess from './open-access.ts'
import privilegeEscalation from './privilege-escalation.ts'
import privilegedContainer from './privileged-container.ts'
import privilegedMetadataBlocker from './privileged-metadata-blocker.ts'
import rootUser from './root-user.ts'
import slowCulling from './slow-culling.ts'
import unconfinedApparmor from './unconfined-apparmor.ts'
import unconfinedSeccomp from './unconfined-seccomp.ts'
import undigestedImage from './undigested-image.ts'
import undroppedCapability from './undropped-capability.ts'
import unexpandedPlaceholder from './unexpanded-placeholder.ts'
import unknownAuthenticatorClass from './unknown-authenticator-class.ts'
import unlistedRegistry from './unlisted-registry.ts'
import unlistedVolumeType from './unlisted-volume-type.ts'
import unmaskedProc from './unmasked-proc.ts'
import unreadableYaml from './unreadable-yaml.ts'
import unsafeSysctl from './unsafe-sysctl.ts'
import unsetNonRoot from './unset-non-root.ts'
import unsetSeccomp from './unset-seccomp.ts'
import untaggedImage from './untagged-image.ts'
import userChosenImage from './user-chosen-image.ts'

/** Every rule, in alphabetical order. A rule is added by its file here and one line below. */
export const rules: readonly AnyRule[] = [
  addedCapability,
  borrowedTag,
  customSelinux,
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
  inertAccessSetting,
  invalidImage,
  lapsedExemption,
  lostText,
  metadataServerReachable,
  missingCulling,
  nobodyAllowed,
  nothingJudged,
  opaqueConfig,
  openAccess,
  privilegeEscalation,
  privilegedContainer,
  privilegedMetadataBlocker,
  rootUser,
  slowCulling,
  unconfinedApparmor,
  unconfinedSeccomp,
  undigestedImage,
  undroppedCapability,
  unexpandedPlaceholder,
  unknownAuthenticatorClass,
  unlistedRegistry,
  unlistedVolumeType,
  unmaskedProc,
  unreadableYaml,
  unsafeSysctl,
  unsetNonRoot,
  unsetSeccomp,
  untaggedImage,
  userChosenImage,
]
