using Multiprocessing.Tests.Synchronization.Contracts;

namespace Multiprocessing.Tests.Synchronization;

public sealed class RecursiveLockBlockingNamedTests() : RecursiveLockContract(WaitForm.Blocking, isNamed: true);
