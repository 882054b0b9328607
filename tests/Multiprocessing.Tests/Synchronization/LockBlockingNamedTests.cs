using Multiprocessing.Tests.Synchronization.Contracts;

namespace Multiprocessing.Tests.Synchronization;

public sealed class LockBlockingNamedTests() : LockContract(WaitForm.Blocking, isNamed: true);
