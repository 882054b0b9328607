namespace Multiprocessing.Platform.Liveness;

/// <summary>Why a domain cannot be joined.</summary>
internal enum DomainFailure
{
    BadName,
    PlaceMissing,
    ReadOnlyPlace,
    NoPermission,
    NoSpace,
    NotADirectory,
    ForeignOwner,
    WrongMode,
    Exists,
    Missing,
    Busy,
    RegistryDamaged,
    RegistryVersion,
    RegistryFull,
    SystemRefused,
}
