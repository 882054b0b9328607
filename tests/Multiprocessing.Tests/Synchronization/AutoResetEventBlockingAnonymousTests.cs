using Multiprocessing.Tests.Synchronization.Contracts;

namespace Multiprocessing.Tests.Synchronization;

public sealed class AutoResetEventBlockingAnonymousTests() : AutoResetEventContract(WaitForm.Blocking, isNamed: false);
