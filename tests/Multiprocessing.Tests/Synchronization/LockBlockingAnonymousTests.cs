using Multiprocessing.Tests.Synchronization.Contracts;

namespace Multiprocessing.Tests.Synchronization;

public sealed class LockBlockingAnonymousTests() : LockContract(WaitForm.Blocking, isNamed: false);
